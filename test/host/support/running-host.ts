import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith, root } from "../../support/program.js";
import { stubProgram } from "../../support/stub-program.js";
import { confFileText } from "../../../src/host/conf-file.js";
import { desiredContainer, type DesiredContainer } from "../../../src/host/desired.js";
import type { HostLayout } from "../../../src/host/layout.js";
import { hostWith } from "./hosts.js";

export const config = "/srv/containers.ts";

/** A container with an address of its own, that starts with the host. */
export const withAddress = (name: string, address: string): DesiredContainer =>
  desiredContainer({
    name,
    options: { autoStart: true, privateNetwork: true, localAddress: address },
    system: undefined,
  });

/** A host whose containers come from `config`, with a systemctl that keeps what runs in files. */
export class RunningHost {
  readonly layout: HostLayout;
  /** PATH with its systemctl in front. */
  readonly path: string;
  readonly #states = folderWith({});
  readonly #calls: () => string[][];

  /**
   * @param containers as they run now
   * @param refusing jobs that fail and change nothing: "stop a"
   */
  constructor(containers: readonly DesiredContainer[], refusing: readonly string[] = []) {
    const confs = containers.map((one) => [one.name, confFileText(one, config)] as const);
    this.layout = { ...hostWith({ confs: Object.fromEntries(confs) }), root: "/" };
    mkdirSync(this.layout.profiles, { recursive: true });
    for (const { name } of containers) writeFileSync(join(this.#states, name), "active\n");
    const scripts = join(root, "nixos-modules/systemd-containers/scripts");
    const systemctl = stubProgram(
      "systemctl",
      `shift
verb=$1
for last in "$@"; do :; done
name=\${last#container@}; name=\${name%.service}
case " ${refusing.map((one) => one.replace(" ", ":")).join(" ")} " in *" $verb:$name "*) exit 1 ;; esac
case $verb in
  show)
    for unit in "$@"; do
      case $unit in container@*) ;; *) continue ;; esac
      name=\${unit#container@}; name=\${name%.service}
      state=$(cat '${this.#states}'/$name 2>/dev/null || echo inactive)
      echo "Id=$unit"
      echo "LoadState=loaded"
      echo "ActiveState=$state"
      echo "MainPID=0"
      echo "InvocationID=ab"
      echo "EnvironmentFiles=${this.layout.confFolder}/$name.conf (ignore_errors=yes)"
      for one in pre-start start post-start; do
        echo "ExecStart={ path=${scripts}/$one ; argv[]=${scripts}/$one ; ignore_errors=no ; }"
      done
      echo
    done ;;
  start | restart) echo active > '${this.#states}'/$name ;;
  stop) echo inactive > '${this.#states}'/$name ;;
esac
exit 0`,
    );
    this.path = systemctl.path;
    this.#calls = () => systemctl.calls();
  }

  /** Jobs that systemd was given so far, in their order: "stop b". */
  jobs(): string[] {
    return this.#calls().flatMap(([, verb = "", unit = ""]) => {
      const [, name] = /^container@(.*)\.service$/.exec(unit) ?? [];
      const isJob = ["start", "stop", "restart", "reload"].includes(verb);
      return isJob && name !== undefined ? [`${verb} ${name}`] : [];
    });
  }

  /** The containers that run. */
  running(): string[] {
    return readdirSync(this.#states).filter((name) =>
      readFileSync(join(this.#states, name), "utf8").startsWith("active"),
    );
  }

  /** The address in the conf file of a container. */
  address(name: string): string | undefined {
    const text = readFileSync(join(this.layout.confFolder, `${name}.conf`), "utf8");
    return /^LOCAL_ADDRESS=(.*)$/m.exec(text)?.[1];
  }

  /** The containers of which something is noted that has not come to its end. */
  unfinished(): string[] {
    try {
      return readdirSync(this.layout.unfinished);
    } catch {
      return [];
    }
  }
}
