import { readFileSync } from "node:fs";
import { join } from "node:path";
import handlebars from "handlebars";
import { environmentFileText } from "../../../src/conf/environment-file-text.js";
import { root, type Run } from "../../support/program.js";
import type { LabHost } from "./lab-host.js";
import { shippedScripts } from "./places.js";

const scripts = "/usr/local/lib/nixpawn";

/** The systems in the lab's store: links that keep them. */
export const system = { one: "/nix/var/nix/gcroots/lab/one", two: "/nix/var/nix/gcroots/lab/two" };

/**
 * Installs unit and scripts.
 * JOIN: the `units` target writes these files, and those of `Container.define`, from a config.
 */
export async function installContainers(host: LabHost): Promise<void> {
  const template = readFileSync(join(root, "templates/container@.service.hbs"), "utf8");
  host.install(shippedScripts, scripts);
  host.write(
    "/etc/systemd/system/container@.service",
    handlebars.compile(template, { noEscape: true })({
      header: "Made for a test.",
      scripts,
      path: "/usr/sbin:/usr/bin:/sbin:/bin",
      state: "/var/lib/nixos-containers",
      confFolder: "/etc/nixos-containers",
    }),
  );
  await host.sh("systemctl daemon-reload");
}

export interface Definition {
  /** Variables of the conf file; SYSTEM_PATH is the lab's, unless it is given. */
  readonly conf?: Readonly<Record<string, string>>;
  /** Lines of the drop-in's [Service]. */
  readonly service?: readonly string[];
  /** Files of its /etc/lab and their texts, which say what its boot is like (lab/guest-tree). */
  readonly marks?: Readonly<Record<string, string>>;
}

/** A container of a lab host. */
export class Container {
  readonly unit: string;
  readonly root: string;

  constructor(
    readonly host: LabHost,
    readonly name: string,
  ) {
    this.unit = `container@${name}.service`;
    this.root = `/var/lib/nixos-containers/${name}`;
  }

  /** Writes what makes a container; one that runs does not notice. */
  async define({ conf = {}, service = [], marks = {} }: Definition = {}): Promise<this> {
    const { host, name, root } = this;
    const variables = { SYSTEM_PATH: system.one, COPY_RESOLV_CONF: "1", ...conf };
    const assignments = Object.entries(variables).map(([key, value]) => ({ key, value }));
    const words = `container \`${name}\``;
    host.write(
      `/etc/nixos-containers/${name}.conf`,
      environmentFileText({ assignments, comments: [] }, { words }),
    );
    host.write(
      `/etc/systemd/system/container@${name}.service.d/container.conf`,
      ["[Service]", ...service, ""].join("\n"),
    );
    for (const [mark, text] of Object.entries(marks)) {
      host.write(`${root}/etc/lab/${mark}`, text);
    }
    await host.sh("systemctl daemon-reload");
    return this;
  }

  /** Runs systemctl for its unit. */
  systemctl(verb: string, ...options: readonly string[]): Promise<Run> {
    return this.host.run("systemctl", verb, ...options, this.unit);
  }

  /** @throws Error with its journal, when it does not start */
  async start(): Promise<this> {
    const { exitCode } = await this.systemctl("start");
    if (exitCode !== 0) throw new Error(await this.journal());
    return this;
  }

  async journal(): Promise<string> {
    return (await this.host.run("journalctl", "-u", this.unit, "-o", "cat", "--no-pager")).stdout;
  }

  /** A property of its unit. */
  async property(name: string): Promise<string> {
    return (await this.systemctl("show", `--property=${name}`, "--value")).stdout;
  }

  /** The process id of its first process, on the host; "" when it does not run. */
  async leader(): Promise<string> {
    const words = ["show", this.name, "--property=Leader", "--value"];
    return (await this.host.run("machinectl", ...words)).stdout;
  }

  /** Runs a script in it, as root, with the exit code of the script. */
  run(script: string): Promise<Run> {
    const { name } = this;
    const flags = [`--machine=${name}`, "--quiet", "--wait", "--pipe", "--collect"];
    return this.host.run("systemd-run", ...flags, "/bin/bash", "-euc", script);
  }

  /** What a script in it printed. @throws Error when it fails */
  async sh(script: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(script);
    if (exitCode !== 0) throw new Error(`${this.name}: exit ${exitCode}: ${script}\n${stderr}`);
    return stdout;
  }

  /** Stops it and takes it away. */
  async remove(): Promise<void> {
    await this.systemctl("stop");
    await this.host.sh(`rm -rf /etc/nixos-containers/${this.name}.conf ${this.root} \
      /etc/systemd/system/${this.unit}.d`);
  }
}
