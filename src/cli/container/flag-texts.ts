import { flagRows } from "../../containers/flag-rows.generated.js";
import { pairOptions } from "../../containers/resources.js";
import { NP901 } from "../../problems/codes/cli.js";
import { ProblemError } from "../../problems/problem.js";
import { bindOptions } from "../../plan/names/bind-text.js";

const known: ReadonlySet<string> = new Set(bindOptions);

/** PROTOCOL:HOST:CONTAINER; the first and the last may be left out. @throws ProblemError NP901 */
export function portOf(text: string): unknown {
  const [, protocol = "tcp", host = "", container] =
    /^(?:([a-z]+):)?(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (host === "") {
    throw misuse(`\`--port\` is PROTOCOL:HOST:CONTAINER or HOST:CONTAINER, not \`${text}\``);
  }
  return {
    protocol,
    hostPort: Number(host),
    ...(container === undefined ? {} : { containerPort: Number(container) }),
  };
}

/** The binds of `--bind` and `--bind-ro`, by their place in the container. @throws ProblemError NP901 */
export function bindsOf(bind: readonly string[] = [], bindRo: readonly string[] = []): unknown {
  const all = [
    ...bind.map((text) => bindOf(text, "--bind")),
    ...bindRo.map((text) => bindOf(text, "--bind-ro")),
  ];
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

/**
 * SOURCE[:PATH[:OPTIONS]], as systemd-nspawn has it; a colon in a path is written `\:`.
 * @throws ProblemError NP901 for what is no option of systemd-nspawn's behind them: `:ro` left out
 *   would make it writable
 */
function bindOf(text: string, flag: "--bind" | "--bind-ro"): [string, unknown] {
  const [source = "", path = source, ...more] = text.split(/(?<!\\):/);
  const [options = ""] = more;
  const isReadOnly = flag === "--bind-ro";
  if (more.length === 1 && options.split(",").every((one) => known.has(one))) {
    return [`${path}:${options}`, { hostPath: source, isReadOnly }];
  }
  if (more.length > 0) {
    const readOnly =
      flag === "--bind" ? "`--bind-ro` mounts it read-only" : "`--bind-ro` is read-only by itself";
    throw misuse(
      `\`${flag}\` is SOURCE[:PATH[:OPTIONS]], not \`${text}\``,
      `${readOnly}; a colon in a path is written \`\\:\``,
    );
  }
  return [path, { hostPath: source, isReadOnly }];
}

/** NODE:MODIFIER. @throws ProblemError NP901 */
export function deviceOf(text: string): unknown {
  const at = text.lastIndexOf(":");
  if (at < 1) throw misuse(`\`--device\` is NODE:MODIFIER, not \`${text}\``);
  return { node: text.slice(0, at), modifier: text.slice(at + 1) };
}

/** A number where it is one. */
export function numberOf(text: string | undefined): unknown {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

/** Options of a pair of interfaces, by what `--extra-veth` calls them: as the first pair's flags. */
const ofPair: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(flagRows).flatMap(([name, { option }]) =>
    pairOptions.some((one) => one === option) ? [[name, option]] : [],
  ),
);

/** NAME[,OPTION=VALUE...], each another pair. @throws ProblemError NP901 */
export function pairsOf(texts: readonly string[] | undefined): unknown {
  return texts === undefined ? undefined : Object.fromEntries(texts.map(pairOf));
}

function pairOf(text: string): [string, unknown] {
  const [name = "", ...parts] = text.split(",");
  const options = parts.map((part): [string, string] => {
    const [word = "", value] = part.split(/=(.*)/s);
    const option = Object.hasOwn(ofPair, word) ? ofPair[word] : undefined;
    if (option !== undefined && value !== undefined) return [option, value];
    const known = Object.keys(ofPair).join(", ");
    throw misuse(`\`--extra-veth\` is NAME,OPTION=VALUE with ${known}, not \`${text}\``);
  });
  return [name, Object.fromEntries(options)];
}

/**
 * SETTING=VALUE of systemd.resource-control(5); one that is given again is a list.
 * @throws ProblemError NP901
 */
export function limitsOf(texts: readonly string[] | undefined): unknown {
  if (texts === undefined) return undefined;
  const limits: Record<string, string | string[]> = {};
  for (const text of texts) {
    const [setting = "", value] = text.split(/=(.*)/s);
    if (value === undefined) throw misuse(`\`--limit\` is SETTING=VALUE, not \`${text}\``);
    const before = Object.hasOwn(limits, setting) ? limits[setting] : undefined;
    limits[setting] = before === undefined ? value : [before, value].flat();
  }
  return limits;
}

/** NP901 */
export function misuse(message: string, hint?: string): ProblemError {
  return new ProblemError([NP901.words({ message, hint })]);
}
