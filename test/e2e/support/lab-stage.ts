import type { Config, Said, Stage } from "../../host/support/story.js";
import type { Run } from "../../support/program.js";
import { commandsOn } from "./commands.js";
import type { LabHost } from "./lab-host.js";
import { labNixpkgs, nixpawn, writeConfig } from "./program.js";

/** A host of the lab, with the program that was built here. */
export function labStage(host: LabHost): Stage {
  const { create, statusOf, traces } = commandsOn(() => host);
  const from = ["--nixpkgs", labNixpkgs];
  const run = async (...words: readonly string[]): Promise<Said> =>
    said(await nixpawn(host, ...words));
  const labelled = (label: string): readonly string[] => [
    "--config-expr",
    `system.nixos.label = "${label}";`,
  ];
  return {
    apply: async (config) => {
      writeConfig(host, "/srv/config/containers.ts", configText(config));
      return run("apply", "--config", "/srv/config", ...from, "--prune");
    },
    create: async (name, label) => said(await create(name, "--start", ...labelled(label))),
    update: (name, label) => run("update", name, ...from, ...labelled(label)),
    rollBack: (name) => run("rollback", name),
    destroy: (name) => run("destroy", name, "--yes"),
    stop: (name) => run("stop", name),
    see: async (name) => {
      const [found] = await statusOf(name);
      const { state = "", generation = null, runningSystem, drift = [] } = found ?? {};
      return { state, generation, label: runningSystem?.split("-").at(-1), drift };
    },
    conf: async (name, key) => {
      const text = await host.sh(`cat /etc/nixos-containers/${name}.conf`);
      return new RegExp(`^${key}=(.*)$`, "m").exec(text)?.[1];
    },
    traces: async () => (await traces()).split("\n").filter((line) => line !== ""),
    refuseStop: async (name, isRefused) => {
      const path = `/run/systemd/system/container@${name}.service.d/refuse.conf`;
      if (isRefused) host.write(path, "[Unit]\nRefuseManualStop=yes\n");
      await host.sh(`${isRefused ? "" : `rm ${path};`} systemctl daemon-reload`);
    },
    mountIn: async (name, isMounted) => {
      const path = `/var/lib/nixos-containers/${name}/mnt`;
      await host.sh(
        isMounted
          ? `mkdir -p ${path}; mount -t tmpfs none ${path}`
          : `umount ${path}; rmdir ${path}`,
      );
    },
  };
}

function configText(config: Config): string {
  const containers = Object.entries(config).map(([name, [label, options]]) => {
    const nixos = { system: { nixos: { label }, stateVersion: "26.05" } };
    return `${name}: ${JSON.stringify({ autoStart: true, ...options, config: nixos })}`;
  });
  return `import { defineContainers } from "nixpawn";
export default defineContainers({ ${containers.join(", ")} });\n`;
}

function said({ stderr }: Run): Said {
  const codes = [...stderr.matchAll(/^error (NP\d{3})/gm)].map(([, code = ""]) => code);
  const done = [...stderr.matchAll(/^(\w+): (created|reloaded|restarted|removed)$/gm)];
  return {
    codes: [...new Set(codes)].sort(),
    done: done.map(([, name = "", verb = ""]) => `${verb} ${name}`).sort(),
  };
}
