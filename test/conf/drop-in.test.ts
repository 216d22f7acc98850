import { describe, expect, test } from "@jest/globals";
import { dropInText } from "../../src/conf/drop-in.js";

const usual = { allowedDevices: [], enableTun: false, timeoutStartSec: "1min", bindMounts: {} };

describe("a container's part of its unit", () => {
  test("is not there where the template says it all", () => {
    expect(dropInText(usual, ["a"])).toBeUndefined();
  });

  test("has what only systemd can do", () => {
    expect(
      dropInText(
        {
          allowedDevices: [{ node: "/dev/fuse", modifier: "rw" }],
          enableTun: true,
          timeoutStartSec: "5min",
          bindMounts: {
            "/b": { hostPath: '/50% "a" \\b' },
            "/a": { hostPath: null },
            c: { mountPoint: "/c" },
          },
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
