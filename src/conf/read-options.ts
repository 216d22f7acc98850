import type { OptionRow } from "../containers/option.js";
import { optionRows } from "../containers/option-rows.generated.js";
import { withOwnKeys } from "./nspawn-flags.js";
import type { RegularForm } from "./regular-entry.js";
import { readConfWords } from "./words.js";

type Values = ReadonlyMap<string, string>;

const lines = (Object.entries(optionRows) as [string, OptionRow][]).flatMap(
  ([name, { conf = {}, inPairs }]) =>
    Object.entries(conf).map(([key, { form }]) => ({ name, key, form, inPairs })),
);

/**
 * The options that a conf file says, whoever wrote it: as `confEntries`, the other way round, as far as
 * options claim something of the host. Addresses are believed without PRIVATE_NETWORK, too.
 */
export function optionsOfConf(values: Values): Readonly<Record<string, unknown>> {
  const conf = withOwnKeys(values);
  const said = lines.flatMap(({ name, key, form, inPairs }) => {
    const value = conf.get(key) ?? "";
    if (value === "") return [];
    const option = form === "own" ? own[key]?.(value) : regular[form](value);
    return option === undefined ? [] : [{ name, option, inPairs }];
  });
  const isPrivate = said.some(({ inPairs }) => inPairs !== undefined);
  return {
    ...Object.fromEntries(said.map(({ name, option }) => [name, option])),
    ...(isPrivate ? { privateNetwork: true } : {}),
  };
}

const regular: Readonly<Record<RegularForm, (value: string) => unknown>> = {
  text: (value) => value,
  always: (value) => value,
  flag: (value) => value === "1",
  switch: (value) => value === "1",
  words: readConfWords,
  "plain words": readConfWords,
};

/** Lines in no regular form; of binds, only those that can be written to are read. */
const own: Readonly<Partial<Record<string, (value: string) => unknown>>> = {
  HOST_INTERFACE: (value) => value,
  HOST_PORT: (value) => value.split(",").flatMap(portOf),
  EXTRA_VETHS: (value) =>
    Object.fromEntries(
      value
        .split(/[ \t]+/)
        .filter(Boolean)
        .map(pairOf),
    ),
  BIND: (value) =>
    Object.fromEntries(
      readConfWords(value).map((word) => [word, { hostPath: sourceOf(word), isReadOnly: false }]),
    ),
};

/** `tcp:8080:80` or `53:53`: without a protocol it is TCP (systemd-nspawn(1), --port=). */
function portOf(text: string): unknown[] {
  const [, protocol = "tcp", port] = /^(?:(tcp|udp):)?(\d+)(?::\d+)?$/.exec(text.trim()) ?? [];
  return port === undefined ? [] : [{ protocol, hostPort: Number(port) }];
}

/** `NAME,HOST_ADDRESS=…,LOCAL_ADDRESS=…`; of a key that stands there twice, the last counts. */
function pairOf(word: string): [name: string, pair: Readonly<Record<string, string>>] {
  const [name = "", ...parts] = word.split(",").map((part) => readConfWords(part).join(""));
  const said = new Map(parts.map((part) => part.split(/=(.*)/s, 2) as [string, string]));
  const options = lines.flatMap(({ name: option, key, inPairs }) => {
    const value = said.get(key);
    return inPairs === "used" && value !== undefined && value !== "" ? [[option, value]] : [];
  });
  return [name, Object.fromEntries(options) as Record<string, string>];
}

/** SOURCE[:PATH[:OPTIONS]], in which systemd-nspawn reads `\:` as a colon. */
function sourceOf(word: string): string {
  return (/^(?:[^\\:]|\\.)*/.exec(word)?.[0] ?? word).replace(/\\(.)/g, "$1");
}
