// @ts-check
// Containers by `apply` beside a shell loop, and what a look at them costs, in a lab host: npm run bench:host
// node --import ./bench/typescript.js bench/host.js [containers] [rounds]
import { installContainers } from "../test/e2e/support/containers.js";
import { raiseInotifyLimit } from "../test/e2e/support/inotify.js";
import { LabHost } from "../test/e2e/support/lab-host.js";
import { obstacle } from "../test/e2e/support/obstacle.js";
import { installProgram, nixpawn, program } from "../test/e2e/support/program.js";
import { lookAtMany } from "./host-look.js";
import { applySide, loopSide, phases } from "./host-sides.js";
import { median, timeOf } from "./measure.js";
import { number, table } from "./table.js";

const [count = 50, rounds = 3] = process.argv.slice(2).map(Number);

/** @param {number} size */
const namesOf = (size) =>
  Array.from({ length: size }, (_, index) => `c${String(index + 1).padStart(3, "0")}`);

/**
 * Milliseconds of each phase, by the names of side and phase.
 * @typedef {Map<string, number[]>} Times
 */

/**
 * Runs all phases of one side, from a host without containers and with nothing built to the same.
 * @param {LabHost} host
 * @param {import("./host-sides.js").Side} side
 * @param {readonly string[]} names
 * @param {Times} times
 * @returns {Promise<string>} the systems that ran after each phase
 */
async function runSide(host, side, names, times) {
  const store = await storeSize(host);
  const seen = [];
  for (const phase of phases) {
    process.stderr.write(`${side.name}: ${phase.name} ...\n`);
    side.prepare(phase);
    const words = host.entering("bash", "-euo", "pipefail", "-c", side.script(phase));
    const time = timeOf({ program: "nsenter", words, folder: "/", exitCode: 0 });
    const key = `${side.name} ${phase.name}`;
    times.set(key, [...(times.get(key) ?? []), time]);
    seen.push(await running(host, phase.removes ? names.slice(0, 1) : names, phase));
  }
  await host.sh(`
    ${program} destroy --yes ${names[0]}
    rm -rf /var/lib/nixos-containers/* /srv/* /root/.cache /root/.local
    nix-collect-garbage >/dev/null 2>&1`);
  const left = await storeSize(host);
  if (left !== store) throw new Error(`${left} store paths are left of ${store}`);
  return JSON.stringify(seen);
}

/** @param {LabHost} host */
const storeSize = async (host) => Number(await host.sh("ls /nix/store | wc -l"));

/**
 * The systems that run; it is an error when they are others than those of a phase.
 * @param {LabHost} host
 * @param {readonly string[]} names
 * @param {import("./host-sides.js").Phase} phase
 */
async function running(host, names, { label, tmpfs }) {
  const { stdout } = await nixpawn(host, "status", "--json");
  /** @type {{ containers: { name: string, state: string, runningSystem: string | null }[] }} */
  const { containers } = JSON.parse(stdout);
  const found = containers.map(({ name, runningSystem }) => `${name} ${runningSystem}`);
  const wrong = containers.filter(
    ({ name, state, runningSystem }) =>
      state !== "active" || !runningSystem?.endsWith(`-${name}-${label}`),
  );
  const scratch = await host.sh(
    `for one in ${names.join(" ")}; do
       grep -c " /scratch " /proc/$(machinectl show $one --property=Leader --value)/mounts || true
     done`,
  );
  const hasTmpfs = scratch.split("\n").every((one) => one === (tmpfs ? "1" : "0"));
  if (wrong.length > 0 || found.length !== names.length || !hasTmpfs) {
    throw new Error(`not what was asked for:\n${stdout}`);
  }
  return found;
}

/** @param {Times} times */
function show(times) {
  /** @param {string} side @param {string} phase */
  const timeOfPhase = (side, phase) => median(times.get(`${side} ${phase}`) ?? []) / 1000;
  const rows = phases.map(({ name }) => {
    const [loop, apply] = [timeOfPhase("shell loop", name), timeOfPhase("apply", name)];
    return [name, number(loop), number(apply), number(apply / loop)];
  });
  return table([[`${count} containers`, "shell loop s", "apply s", "× shell loop"], ...rows]);
}

async function bench() {
  const restore = raiseInotifyLimit();
  const host = await LabHost.boot();
  try {
    await installContainers(host);
    await installProgram(host);
    const version = await host.sh("systemctl --version | head -1; nix --version");
    /** @type {Times} */
    const times = new Map();
    // Round 0 warms the disk's cache, with few containers.
    for (let round = 0; rounds > 0 && round <= rounds; round += 1) {
      const names = namesOf(round === 0 ? Math.min(count, 2) : count);
      const sides = [loopSide(host, names), applySide(host, names)];
      const systems = new Set();
      for (const side of round % 2 === 0 ? sides : sides.reverse()) {
        systems.add(await runSide(host, side, names, round === 0 ? new Map() : times));
      }
      if (systems.size !== 1) throw new Error("the two sides did not come to the same systems");
    }
    console.log(`${version.replace("\n", ", ")}\n`);
    if (rounds > 0) console.log(`Medians of ${rounds} rounds:\n\n${show(times)}`);
    const sizes = [...new Set([5, 20, count])].filter((size) => size <= count);
    console.log(await lookAtMany(host, sizes, Math.max(rounds, 3)));
  } finally {
    await host.stop();
    restore();
  }
}

const why = obstacle();
if (why === undefined) await bench();
else console.log(`Lab hosts cannot be booted here: ${why}.`);
