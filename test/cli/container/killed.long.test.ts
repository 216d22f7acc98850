import { writeFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { describeWith } from "../../nix/support/tools.js";
import { fixture, profileOf } from "../../evaluate/support/private-store.js";
import { said } from "../../support/program.js";
import { containersOf, fine, ssh, StagedHost } from "./support/staged-host.js";

// After each change that a command makes to a host it is killed in test/host/killed.test.ts.
describeWith("nix-build")("a process that is killed, with its lock and what it runs", () => {
  test.each([
    ["web: write the configuration\n", ["create", "web", ...ssh]],
    ["web: note that it has begun\n", ["apply"]],
    ["web: set the profile\n", ["create", "web", "--from", "containers.ts"]],
  ])(
    "when it has said %j: what it was to do is done when it is called again",
    async (step, command) => {
      const host = new StagedHost();
      writeFileSync(host.path("containers.ts"), containersOf("web"));
      const words = [...command, "--nixpkgs", fixture, "--verbose"];
      const running = host.begin(...words);
      await said(running, step);
      running.kill("SIGKILL");
      expect((await running).signal).toBe("SIGKILL");
      fine(await host.run(...words));
      expect(profileOf(host.folder, "web")?.generation).toBe(1);
      expect(host.traces().filter((path) => /lock|unfinished/.test(path))).toEqual([]);
    },
  );
});
