import { describe, expect, test } from "@jest/globals";
import { dropInText } from "../../src/conf/drop-in.js";

const usual = {
  allowedDevices: [],
  autoStart: false,
  bindMounts: {},
  enableTun: false,
  extraVeths: {},
  hostBridge: null,
  interfaces: [],
  macvlans: [],
  privateNetwork: false,
  privateUsers: "no",
  resourceControl: {},
  timeoutStartSec: "1min",
};

describe("a container's part of its unit", () => {
  test("is not there where the template says it all", () => {
    expect(dropInText(usual, ["a"])).toBeUndefined();
  });

  test("has what only systemd can do", () => {
    expect(
      dropInText(
        {
          ...usual,
          allowedDevices: [{ node: "/dev/fuse", modifier: "rw" }],
          enableTun: true,
          timeoutStartSec: "5min",
          bindMounts: {
            "/b": { hostPath: '/50% "a" \\b' },
            "/a": { hostPath: null },
            c: { mountPoint: "/c" },
          },
          resourceControl: { TasksMax: 100, IODeviceWeight: ["/dev/a 1", "/dev/b 2"] },
        },
        ["Generated."],
      ),
    ).toBe(
      [
        "# Generated.",
        "",
        "[Unit]",
        'RequiresMountsFor="/a"',
        'RequiresMountsFor="/50%% \\"a\\" \\\\b"',
        'RequiresMountsFor="/c"',
        "",
        "[Service]",
        "TimeoutStartSec=5min",
        "DeviceAllow=/dev/net/tun rwm",
        "DeviceAllow=/dev/fuse rw",
        "IODeviceWeight=/dev/a 1",
        "IODeviceWeight=/dev/b 2",
        "TasksMax=100",
        "",
      ].join("\n"),
    );
  });

  test("has no empty section", () => {
    expect(dropInText({ ...usual, timeoutStartSec: "2min" }, [])).toBe(
      "\n[Service]\nTimeoutStartSec=2min\n",
    );
  });
});
