import { asErrors, hasErrors, ProblemError, type Problem } from "../../problems/problem.js";
import { asked, consequenceOf, flagFor, optionOf } from "./asked-of-unit.js";
import type { DesiredContainer } from "../actions/desired.js";
import { confPath, type HostLayout } from "../layout.js";
import { unitMissing } from "../systemd.js";
import { carriedOut, type CarriedOut } from "../unit/carried-out.js";
import { readHostUnit, type HostUnit } from "../unit/host-unit-file.js";

type Wanted = Pick<DesiredContainer, "name" | "conf">;

export interface UnitQuestion {
  /** How the user says what a key of the conf file says. @default the container's option */
  readonly words?: ((key: string) => string) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes sure that the unit of this host's containers does what their conf files say: it may read
 * others, and each version of nixpkgs' own passes over keys that it does not know, and over all that
 * only nixpawn's scripts read, without a word.
 * @returns NP739, as warnings, where that cannot be told
 * @throws ProblemError NP713 where there is no unit, NP734 for each key of a container that the host's
 *   unit does not carry out; NP712
 */
export async function demandUnit(
  layout: HostLayout,
  containers: readonly Wanted[],
  question: UnitQuestion = {},
): Promise<readonly Problem[]> {
  const problems = await unitProblems(layout, containers, question);
  if (hasErrors(problems)) throw new ProblemError(problems);
  return problems;
}

/** What `demandUnit` throws and returns. @throws ProblemError NP712, NP502 */
export async function unitProblems(
  layout: HostLayout,
  containers: readonly Wanted[],
  { words = optionOf, signal }: UnitQuestion = {},
): Promise<readonly Problem[]> {
  const [first] = containers;
  if (first === undefined) return [];
  const unit = await readHostUnit(layout, first.name, signal);
  // A system that is being staged may get its unit later.
  if (unit === undefined) return layout.root === "/" ? asErrors([unitMissing("")]) : [];
  const { reads } = unit;
  const path = confPath(layout, first.name);
  // Each with what it is allowed to lack: PATH (ignore_errors=yes).
  if (reads !== undefined && !reads.split(/[ \n]/).includes(path))
    return [readsOthers(path, reads)];
  const known = carriedOut(unit);
  return containers.flatMap(({ name, conf }) =>
    asked(conf).flatMap((key) => problemOf(name, key, conf, { unit, known, word: words(key) })),
  );
}

function problemOf(
  name: string,
  key: string,
  conf: DesiredContainer["conf"],
  { unit, known, word }: { unit: HostUnit; known: CarriedOut; word: string },
): Problem[] {
  const where = `this host's container@.service (${unit.path})`;
  const same = { path: [name, optionOf(key)] } as const;
  if (known.keys.has(key)) {
    if (key !== "COPY_RESOLV_CONF" || known.saysResolvConf || !copiesItself(conf)) return [];
    return [
      {
        ...same,
        code: "NP734",
        severity: "error",
        message: `container \`${name}\` has COPY_RESOLV_CONF=0, but in the host's network systemd-nspawn itself copies resolv.conf, and ${where} does not keep it from that: \`${word}\` would do nothing`,
        hint: `add the flag \`--resolv-conf=off\` (\`extraFlags\`, \`--nspawn-flag\`); or leave \`${word}\` out`,
      },
    ];
  }
  if (known.perhaps.has(key) || known.obscure.length > 0) {
    const what = known.obscure.length > 0 ? known.obscure.join(", ") : "what its scripts start";
    return [
      {
        ...same,
        code: "NP739",
        severity: "warning",
        message: `container \`${name}\` has ${key}, and it cannot be told whether ${where} carries that out: ${what} cannot be looked into`,
        hint: `\`nixpawn status ${name}\` says what is in effect when it runs`,
      },
    ];
  }
  const flag = known.keys.has("EXTRA_NSPAWN_FLAGS") ? flagFor(key, conf.get(key) ?? "") : undefined;
  return [
    {
      ...same,
      code: "NP734",
      severity: "error",
      message: `container \`${name}\` has ${key}, which ${where} does not know: \`${word}\` would do nothing, and ${consequenceOf(key)}`,
      hint: `take a unit that does: import nixpawn's module \`systemd-containers\` on NixOS, elsewhere \`nixpawn generate --target units --root /\`; or leave \`${word}\` out${flag === undefined ? "" : `, and give systemd-nspawn the flag itself (\`extraFlags\`, \`--nspawn-flag\`): ${flag}`}`,
    },
  ];
}

/** `--resolv-conf=auto` of systemd-nspawn(1), unless a flag says something else. */
function copiesItself(conf: DesiredContainer["conf"]): boolean {
  const flags = conf.get("EXTRA_NSPAWN_FLAGS") ?? "";
  const own = ["PRIVATE_NETWORK", "NETWORK_NAMESPACE_PATH", "INTERFACES", "MACVLANS"];
  return (
    !/--(?:resolv-conf|private-network|network-)/.test(flags) && !own.some((key) => conf.has(key))
  );
}

function readsOthers(path: string, read: string): Problem {
  return {
    code: "NP734",
    severity: "error",
    message: `this host's container@.service does not read ${path}`,
    hint: "its conf files belong into the folder that it reads (EnvironmentFile=)",
    details: read,
  };
}
