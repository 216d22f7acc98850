// @ts-check
// The same life of the same containers, by `apply` and by a shell loop.
import { labNixpkgs, program, writeConfig } from "../test/e2e/support/program.js";

/**
 * What is done to the containers, one phase after the other.
 * @typedef {object} Phase
 * @property {string} name
 * @property {string} label of the systems
 * @property {boolean} tmpfs whether their conf files name one
 * @property {boolean} removes all but the first, which a config keeps: nobody prunes to none
 * @property {keyof typeof bodies} body what the shell loop does for each
 */

/** @type {readonly Phase[]} */
export const phases = [
  { name: "created", label: "one", tmpfs: false, removes: false, body: "create" },
  { name: "nothing to do", label: "one", tmpfs: false, removes: false, body: "update" },
  { name: "another system (reload)", label: "two", tmpfs: false, removes: false, body: "update" },
  {
    name: "another conf file (restart)",
    label: "two",
    tmpfs: true,
    removes: false,
    body: "restart",
  },
  { name: "removed", label: "two", tmpfs: true, removes: true, body: "remove" },
];

/**
 * One way to do it all.
 * @typedef {object} Side
 * @property {string} name
 * @property {(phase: Phase) => void} prepare writes what its user writes; not timed
 * @property {(phase: Phase) => string} script of bash; timed
 */

/**
 * @param {import("../test/e2e/support/lab-host.js").LabHost} host
 * @param {readonly string[]} names of the containers
 * @returns {Side}
 */
export function applySide(host, names) {
  return {
    name: "apply",
    prepare: ({ label, tmpfs, removes }) => {
      const config = `{ system: { nixos: { label: "${label}" }, stateVersion: "26.05" } }`;
      const more = tmpfs ? `tmpfs: ["/scratch"], ` : "";
      const specs = (removes ? names.slice(0, 1) : names).map(
        (name) => `  ${name}: { autoStart: true, ${more}config: ${config} },\n`,
      );
      writeConfig(
        host,
        "/srv/apply/containers.ts",
        `import { defineContainers } from "nixpawn";\nexport default defineContainers({\n${specs.join("")}});\n`,
      );
    },
    script: ({ removes }) =>
      `${program} apply --config /srv/apply --nixpkgs ${labNixpkgs} ${removes ? "--prune" : ""}`,
  };
}

/**
 * @param {import("../test/e2e/support/lab-host.js").LabHost} host
 * @param {readonly string[]} names of the containers
 * @returns {Side}
 */
export function loopSide(host, names) {
  return {
    name: "shell loop",
    prepare: ({ label }) => {
      for (const name of names) host.write(`/srv/loop/${name}.nix`, configuration(name, label));
    },
    script: ({ body, tmpfs, removes }) => `
nixpkgs=$(readlink -f ${labNixpkgs})
for name in ${names.slice(removes ? 1 : 0).join(" ")}; do
  profiles=/nix/var/nix/profiles/per-container/$name
  profile=$profiles/system
  conf=/etc/nixos-containers/$name.conf
${bodies[body](tmpfs)}
done`,
  };
}

/** A configuration.nix, with what NixOS's `containers.<name>` adds to one. @param {string} name @param {string} label */
const configuration = (name, label) => `{
  boot.isNspawnContainer = true;
  networking.hostName = "${name}";
  networking.useDHCP = false;
  system.nixos.label = "${label}";
  system.stateVersion = "26.05";
}
`;

const build = `  system=$(nix-build --no-out-link "$nixpkgs/nixos" -A system -I nixpkgs="$nixpkgs" \\
    -I nixos-config="/srv/loop/$name.nix" 2>/dev/null)
  nix-env --profile "$profile" --set "$system"`;

/** @param {boolean} tmpfs */
const writeConf = (tmpfs) => `  cat >"$conf" <<END
SYSTEM_PATH=$profile
COPY_RESOLV_CONF=1
AUTO_START=1
${tmpfs ? "TMPFS=/scratch\n" : ""}END`;

const bodies = {
  create: (/** @type {boolean} */ tmpfs) => `  mkdir -p /etc/nixos-containers "$profiles"
${build}
${writeConf(tmpfs)}
  systemctl --quiet enable --now "container@$name"`,
  update: () => `  before=$(readlink -f "$profile")
${build}
  [[ $system == "$before" ]] || systemctl reload "container@$name"`,
  restart: (/** @type {boolean} */ tmpfs) => `  before=$(readlink -f "$profile")
${build}
${writeConf(tmpfs)}
  systemctl restart "container@$name"`,
  remove: () => `  systemctl --quiet disable --now "container@$name"
  rm -rf "$conf" "$profiles" "/nix/var/nix/gcroots/per-container/$name"`,
};
