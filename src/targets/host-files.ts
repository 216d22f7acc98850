import { confEntries } from "../conf/entries.js";
import { dropInText } from "../conf/drop-in.js";
import { environmentFileText } from "../conf/environment-file-text.js";
import { optionsOfKey } from "../conf/keys.js";
import type { ContainerOptions } from "../authoring/container-options.generated.js";
import { ProblemError } from "../problems/problem.js";
import { ownInterface } from "../plan/host-interface.js";
import { resolveOptions } from "../plan/known-options.js";
import type { PlannedContainer } from "../plan/plan.js";
import type { Headers } from "./header.js";
import { expressionProblems } from "./needs-evaluation.js";
import {
  confFolder,
  dropInName,
  hostPlaces,
  program,
  programsFolder,
  scriptsFolder,
  unitsFolder,
} from "./places.js";
import { byPath, type GeneratedFile, type Tree } from "./target.js";
import { textFile } from "./text-file.js";

/** What the package brings for a host. */
export interface ShippedUnit {
  /** Texts by the file's name. */
  readonly scripts: ReadonlyMap<string, string>;
  /** Fills in the template of container@.service. */
  readonly render: (names: Readonly<Record<string, string>>) => string;
}

export interface HostFilesOptions {
  readonly shipped: ShippedUnit;
  /** Lines of comment for the generated files. */
  readonly headers: Headers;
}

/** Where any distribution has bash, coreutils, iproute2, systemd and util-linux. */
const hostPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * The files of a host for its containers.
 * @throws ProblemError NP732 for what only an evaluation could tell, NP702 for what a conf file
 *   cannot hold
 */
export function hostFiles(
  containers: readonly PlannedContainer[],
  { shipped, headers }: HostFilesOptions,
): Tree {
  const problems = containers.flatMap(expressionProblems);
  if (problems.length > 0) throw new ProblemError(problems);
  const { scripts, render } = shipped;
  const files = [
    textFile(`${unitsFolder}/container@.service`, render(namesOf(headers.sealed))),
    ...[...scripts].map(([name, text]) =>
      textFile(`${scriptsFolder}/${name}`, text, text.startsWith("#!")),
    ),
    ...[...scripts]
      .filter(([name]) => name === program)
      .map(([name, text]) => textFile(`${programsFolder}/${name}`, text, true)),
    ...startFiles(containers, headers.plain),
    ...containers.flatMap((one) => containerFiles(one, headers.sealed)),
  ];
  return { ownFolder: "etc/nixpawn", places: hostPlaces, files: files.sort(byPath) };
}

/** What the template of container@.service is filled in with. */
function namesOf(header: readonly string[]): Readonly<Record<string, string>> {
  return {
    header: header.join("\n# "),
    scripts: `/${scriptsFolder}`,
    path: hostPath,
    state: "/var/lib/nixos-containers",
    confFolder: `/${confFolder}`,
  };
}

/** No links, which a tree does not have: what is started with the host is said by drop-ins. */
function startFiles(
  containers: readonly PlannedContainer[],
  header: readonly string[],
): GeneratedFile[] {
  const units = containers
    .filter(({ given }) => given.autoStart === true)
    .map(({ name }) => `container@${name}.service`);
  if (units.length === 0) return [];
  return [
    wants("machines.target", units, header),
    wants("multi-user.target", ["machines.target"], header),
  ];
}

function wants(unit: string, wanted: readonly string[], header: readonly string[]): GeneratedFile {
  const lines = [
    ...header.map((one) => `# ${one}`),
    "",
    "[Unit]",
    ...wanted.map((one) => `Wants=${one}`),
  ];
  return textFile(`${unitsFolder}/${unit}.d/${dropInName}`, `${lines.join("\n")}\n`);
}

function containerFiles(
  { name, given }: PlannedContainer,
  header: readonly string[],
): GeneratedFile[] {
  // The schema holds, and no expression is left.
  const options = given as ContainerOptions;
  const resolved = resolveOptions({
    hostInterface: ownInterface(name),
    ...options,
    ...(options.config === undefined ? {} : { path: systemProfile(name) }),
  });
  const assignments = confEntries(resolved).map(({ key, value = "" }) => ({ key, value }));
  const conf = environmentFileText(
    { comments: header.map((one) => ` ${one}`), assignments },
    {
      words: `container \`${name}\``,
      pathOf: (key) => [name, ...optionsOfKey(key).slice(0, 1)],
    },
  );
  const dropIn = dropInText(resolved as Parameters<typeof dropInText>[0], header);
  return [
    textFile(`${confFolder}/${name}.conf`, conf),
    ...(dropIn === undefined
      ? []
      : [textFile(`${unitsFolder}/container@${name}.service.d/${dropInName}`, dropIn)]),
  ];
}

/** Where the system of a container with `config` is, once somebody has built and set it. */
function systemProfile(name: string): string {
  return `/nix/var/nix/profiles/per-container/${name}/system`;
}
