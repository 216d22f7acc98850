import { expect, test } from "@jest/globals";
import { nix } from "../../src/index.js";
import { resolveOptions } from "../../src/plan/known-options.js";

test("what was left out has nixpkgs' default", () => {
  expect(resolveOptions({ config: {}, autoStart: undefined })).toEqual({
    additionalCapabilities: [],
    allowedDevices: [],
    autoStart: false,
    bindMounts: {},
    config: {},
    copyResolvConf: true,
    enableTun: false,
    ephemeral: false,
    extraFlags: [],
    extraVeths: {},
    flake: null,
    forwardPorts: [],
    hostAddress: null,
    hostAddress6: null,
    hostBridge: null,
    interfaces: [],
    localAddress: null,
    localAddress6: null,
    localMacAddress: null,
    macvlans: [],
    networkNamespace: null,
    privateNetwork: false,
    privateUsers: "no",
    resourceControl: {},
    restartIfChanged: true,
    specialArgs: {},
    timeoutStartSec: "1min",
    tmpfs: [],
  });
});

test("what was given stays, expressions too", () => {
  const autoStart = nix`lib.mkForce true`;
  const resolved = resolveOptions({ autoStart, privateUsers: 0, path: "/srv/system" });
  expect(resolved.autoStart).toBe(autoStart);
  expect(resolved).toMatchObject({ privateUsers: 0, path: "/srv/system" });
});
