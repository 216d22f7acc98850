// @ts-check
// What a look at many containers costs: how many programs a command starts, and its time.
import { labNixpkgs, program, writeConfig } from "../test/e2e/support/program.js";
import { median, timeOf } from "./measure.js";
import { number, table } from "./table.js";

/** @typedef {import("../test/e2e/support/lab-host.js").LabHost} LabHost */

/** Programs in front of PATH that write down each call of the real one. */
const counting = "/opt/counting";
const counted = ["systemctl", "machinectl", "busctl", "systemd-run", "journalctl"];

/**
 * What is looked at.
 * @typedef {object} Look
 * @property {string} name
 * @property {(first: string) => string} words of the program
 * @property {string} [after] words that bring the host back to what it was; not timed
 */

/** @type {readonly Look[]} */
const looks = [
  { name: "list", words: () => "list" },
  { name: "status", words: () => "status" },
  { name: "status of one", words: (first) => `status ${first}` },
  { name: "run", words: (first) => `run ${first} -- true` },
  { name: "stop --all", words: () => "stop --all", after: "start --all" },
];

/**
 * @param {LabHost} host without containers
 * @param {readonly number[]} sizes numbers of containers
 * @param {number} rounds
 * @returns {Promise<string>} a table
 */
export async function lookAtMany(host, sizes, rounds) {
  await installCounting(host);
  const rows = [];
  for (const size of sizes) {
    process.stderr.write(`${size} containers ...\n`);
    const names = namesOf(size);
    writeConfig(host, "/srv/look/containers.ts", configOf(names));
    await host.sh(`${program} apply --config /srv/look --nixpkgs ${labNixpkgs} 2>&1`);
    for (const look of looks) rows.push(await rowOf(host, look, names, rounds));
  }
  await host.sh(`${program} destroy --yes ${namesOf(Math.max(...sizes)).join(" ")}`);
  return table([["", "containers", "processes", "ms"], ...rows]);
}

/**
 * @param {LabHost} host
 * @param {Look} look
 * @param {readonly string[]} names
 * @param {number} rounds
 */
async function rowOf(host, { name, words, after }, names, rounds) {
  const line = `${program} ${words(names[0] ?? "")}`;
  const restore = async () => {
    if (after !== undefined) await host.sh(`${program} ${after} 2>&1`);
  };
  const calls = await host.sh(`
    rm -f ${counting}/calls
    PATH=${counting}:$PATH ${line} >/dev/null 2>&1
    wc -l <${counting}/calls`);
  await restore();
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const [first = "", ...rest] = line.split(" ");
    const given = host.entering(first, ...rest);
    times.push(timeOf({ program: "nsenter", words: given, folder: "/", exitCode: 0 }));
    await restore();
  }
  return [name, String(names.length), calls.trim(), number(median(times))];
}

/** @param {LabHost} host */
async function installCounting(host) {
  for (const one of counted) {
    host.write(
      `${counting}/${one}`,
      `#!/bin/sh\necho "${one} $*" >>${counting}/calls\nexec /usr/bin/${one} "$@"\n`,
    );
  }
  await host.sh(`chmod +x ${counting}/*`);
}

/** @param {number} size */
const namesOf = (size) => Array.from({ length: size }, (_, index) => `l${index + 1}`);

/** Each with a network of its own, whose addresses machined knows. @param {readonly string[]} names */
function configOf(names) {
  const specs = names.map(
    (name, index) =>
      `  ${name}: { autoStart: true, privateNetwork: true, hostAddress: "10.90.${index}.1", localAddress: "10.90.${index}.2", config: { system: { stateVersion: "26.05" } } },\n`,
  );
  return `import { defineContainers } from "nixpawn";\nexport default defineContainers({\n${specs.join("")}});\n`;
}
