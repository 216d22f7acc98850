// @ts-check
// What checking containers costs beside evaluating the whole host: node bench/nixos.js [containers]
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { median, watch } from "./measure.js";
import { number, table } from "./table.js";

/** What every ratio is a multiple of. */
const host = "the whole host, `nix-instantiate '<nixpkgs/nixos>' -A system`";

const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

/**
 * Measures it, or says why it cannot be measured.
 * @param {number} count of containers
 * @returns {Promise<string>} a table
 */
export async function nixosBench(count) {
  const found = spawnSync("nix-instantiate", ["--find-file", "nixpkgs/nixos"]);
  if (found.status !== 0) return "<nixpkgs> is missing: nothing to check containers with.";
  const nixos = String(found.stdout).trim();
  const folder = mkdtempSync(join(tmpdir(), "nixpawn-bench-"));
  try {
    return await measureIn(folder, count, nixos);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {number} count
 * @param {string} nixos
 */
async function measureIn(folder, count, nixos) {
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "containers.ts"), config(count, 0));
  writeFileSync(join(folder, "host.nix"), hostModule);
  const env = { XDG_CACHE_HOME: join(folder, "cache") };
  /** @param {...string} words */
  const nixpawn = (...words) => ({
    program: process.execPath,
    words: [cli, ...words],
    folder,
    exitCode: 0,
    env,
  });
  /** @param {string} program @param {...string} words */
  const nix = (program, ...words) => ({ program, words, folder, exitCode: 0, env });
  const generated = spawnSync(process.execPath, [cli, "generate"], { cwd: folder });
  if (generated.status !== 0) throw new Error(String(generated.stderr));

  /** @type {Map<string, { time: number, memory: number }>} */
  const results = new Map();
  /** @param {string} name @param {import("./measure.js").Command} command @param {number} times @param {(turn: number) => void} [before] */
  const run = async (name, command, times, before) => {
    process.stderr.write(`${name} ...\n`);
    const all = [];
    for (let turn = 1; turn <= times; turn += 1) {
      before?.(turn);
      all.push(await watch(command));
    }
    results.set(name, {
      time: median(all.map(({ time }) => time)),
      memory: Math.max(...all.map(({ memory }) => memory)),
    });
  };

  const system = ["<nixpkgs/nixos>", "-A", "system", "-I", `nixos-config=${folder}/host.nix`];
  await run(host, nix("nix-instantiate", ...system), 1);
  const reduced = extraContainer(folder, nixos);
  if (reduced !== undefined) {
    await run(
      "extra-container's reduced host",
      nix("nix-instantiate", "--read-write-mode", "-E", reduced),
      1,
    );
  }
  await run("`check`, for the first time", nixpawn("check"), 1);
  await run("`check`, nothing changed", nixpawn("check"), 5);
  let turn = 0;
  await run("`check`, one container changed", nixpawn("check", "--generate"), 3, () => {
    turn += 1;
    writeFileSync(join(folder, "containers.ts"), config(count, turn));
  });
  return show(results, count);
}

/** @param {Map<string, { time: number, memory: number }>} results @param {number} count */
function show(results, count) {
  const whole = results.get(host);
  const rows = [...results].map(([name, { time, memory }]) => [
    name,
    number(time / 1000),
    share(time, whole?.time),
    number(memory),
    share(memory, whole?.memory),
  ]);
  return table([[`${count} containers`, "s", "× host", "MB", "× host"], ...rows]);
}

/** @param {number} part @param {number | undefined} whole */
const share = (part, whole = NaN) =>
  part < whole ? `1/${number(whole / part)}` : number(part / whole);

/**
 * The expression that extra-container evaluates for the same containers, where it is on PATH.
 * @param {string} folder
 * @param {string} nixos
 */
function extraContainer(folder, nixos) {
  const which = spawnSync("sh", ["-c", "command -v extra-container"]);
  if (which.status !== 0) return undefined;
  const evaluation = join(dirname(realpathSync(String(which.stdout).trim())), "eval-config.nix");
  return `(import ${evaluation} { nixosPath = ${nixos}; legacyInstallDirs = true; systemConfig = import ${folder}/containers; }).config.system.build.etc`;
}

/** The least that a NixOS host needs beside its containers. */
const hostModule = `{
  imports = [ ./containers ];
  boot.loader.grub.enable = false;
  fileSystems."/".device = "/dev/sda1";
}
`;

/**
 * Small containers of three kinds, of options that every NixOS knows.
 * @param {number} count
 * @param {number} turn changes one value of the first
 */
function config(count, turn) {
  const containers = Array.from({ length: count }, (_, index) => {
    const port = index === 0 ? 8000 + turn : 8000;
    const services = [
      `nginx: { enable: true, virtualHosts: { "site-${index}": { listen: [{ addr: "0.0.0.0", port: ${port} }] } } }`,
      `postgresql: { enable: true }`,
      `openssh: { enable: true, ports: [2022] }`,
    ][index % 3];
    return `  c${index}: {
    autoStart: true,
    privateNetwork: true,
    hostAddress: "10.100.${index}.1",
    localAddress: "10.100.${index}.2",
    config: {
      services: { ${services} },
      networking: { firewall: { allowedTCPPorts: [${port}] } },
      system: { stateVersion: "18.03" },
    },
  },
`;
  });
  return `import { defineContainers } from "nixpawn";\n\nexport default defineContainers({\n${containers.join("")}});\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  console.log(await nixosBench(Number(process.argv[2] ?? 50)));
}
