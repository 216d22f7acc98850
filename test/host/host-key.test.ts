import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { hostKey } from "../../src/host/host-key.js";
import { folderWith } from "../support/program.js";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx root@web";

test("the best key there is", () => {
  const rsa = "ssh-rsa AAAAB3Nza root@web";
  const root = folderWith({ "etc/ssh/ssh_host_rsa_key.pub": `${rsa}\n` });
  expect(hostKey(root)).toBe(rsa);
  writeFileSync(join(root, "etc/ssh/ssh_host_ed25519_key.pub"), `${key}\n`);
  expect(hostKey(root)).toBe(key);
});

test("a container cannot have another file of the host shown", () => {
  const host = folderWith({ secret: "root:x:0", "outside/ssh_host_ed25519_key.pub": `${key}\n` });
  const linked = folderWith({ "etc/ssh/x": "" });
  symlinkSync(join(host, "secret"), join(linked, "etc/ssh/ssh_host_ed25519_key.pub"));
  expect(hostKey(linked)).toBeUndefined();
  const folder = folderWith({});
  mkdirSync(join(folder, "etc"));
  symlinkSync(join(host, "outside"), join(folder, "etc/ssh"));
  expect(hostKey(folder)).toBeUndefined();
  const other = folderWith({ "etc/ssh/ssh_host_ed25519_key.pub": "\u001b]0;x\u0007 no key" });
  expect(hostKey(other)).toBeUndefined();
  expect(hostKey(folderWith({}))).toBeUndefined();
});
