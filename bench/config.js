// @ts-check
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Containers in one file of the config: nobody keeps thousands in one. */
const perFile = 50;

const imports = 'import { config, lib, nix, pkgs, type ContainerOptions } from "nixpawn";';

/**
 * Writes a config of containers as people write them, every one spelled out: a quarter each web
 * servers, databases, workers and machines to log in to.
 * @param {string} folder where `containers.ts` and the files it imports go
 * @param {number} count of containers, at most 16,384 (addresses are 10.0.0.0/8, four each)
 */
export function writeConfig(folder, count) {
  mkdirSync(join(folder, "racks"), { recursive: true });
  const racks = Array.from({ length: Math.ceil(count / perFile) }, (_, index) => index);
  for (const rack of racks) {
    const first = rack * perFile;
    const numbers = Array.from(
      { length: Math.min(perFile, count - first) },
      (_, index) => first + index,
    );
    writeFileSync(
      join(folder, "racks", `rack-${rack}.ts`),
      `${imports}\n\nexport const rack${rack} = {\n${numbers.map(container).join("")}} satisfies Record<string, ContainerOptions>;\n`,
    );
  }
  writeFileSync(
    join(folder, "containers.ts"),
    [
      'import { defineContainers } from "nixpawn";',
      ...racks.map((rack) => `import { rack${rack} } from "./racks/rack-${rack}.js";`),
      `\nexport default defineContainers({ ${racks.map((rack) => `...rack${rack}`).join(", ")} });\n`,
    ].join("\n"),
  );
}

/** Options of the first container, as they are written. */
const port = "containerPort: 80 ";
const hostPort = "hostPort: 10000,";

/**
 * Changes one value of one container, to another one at every call, which no rule has anything against.
 * @param {string} text of the first rack
 * @param {number} turn
 */
export const changeValue = (text, turn) =>
  text.replace(hostPort, `hostPort: ${(turn % 7_000) + 2_000},`);

/**
 * Makes one mistake that is found at its place: a port that is none.
 * @param {string} text of the first rack
 */
export const makeMistake = (text) => text.replace(port, "containerPort: 99999 ");

/** @param {number} number */
function container(number) {
  const kinds = [web, database, worker, login];
  return (kinds[number % kinds.length] ?? web)(number);
}

/** @param {number} number */
const network = (number) => `
    autoStart: true,
    privateNetwork: true,
    hostAddress: "10.${number >> 6}.${(number & 63) << 2}.1",
    localAddress: "10.${number >> 6}.${(number & 63) << 2}.2",`;

/** @param {number} number */
const web = (number) => `  "web-${number}": {${network(number)}
    forwardPorts: [
      { hostPort: ${10_000 + number}, ${port}},
      { hostPort: ${30_000 + number}, containerPort: 443, protocol: "tcp" },
    ],
    bindMounts: {
      "/srv/www": { hostPath: "/data/www-${number}" },
      "/var/lib/acme": { hostPath: "/data/acme", isReadOnly: false },
    },
    config: {
      environment: { systemPackages: [pkgs.curl, pkgs.htop, nix\`pkgs.hello.overrideAttrs { doCheck = false; }\`] },
      networking: { firewall: { allowedTCPPorts: [80, 443] }, hostName: lib.mkForce("web-${number}") },
      services: {
        nginx: {
          enable: true,
          recommendedGzipSettings: true,
          virtualHosts: {
            "site-${number}.example.org": {
              forceSSL: true,
              enableACME: true,
              locations: { "/": { root: "/srv/www" }, "/api/": { proxyPass: "http://10.255.255.1:8080" } },
              extraConfig: "client_max_body_size 20m;\\nadd_header X-Host $host;\\n",
            },
          },
        },
      },
      system: { stateVersion: "26.05" },
    },
  },
`;

/** @param {number} number */
const database = (number) => `  "db-${number}": {${network(number)}
    bindMounts: { "/var/lib/postgresql": { hostPath: "/data/postgresql-${number}", isReadOnly: false } },
    timeoutStartSec: "5min",
    config: {
      networking: { firewall: { allowedTCPPorts: [5432] } },
      services: {
        postgresql: {
          enable: true,
          package: pkgs.postgresql_17,
          ensureDatabases: ["orders", "customers"],
          ensureUsers: [{ name: "orders", ensureDBOwnership: true }, { name: "customers" }],
          settings: { max_connections: 200, shared_buffers: "1GB", log_min_duration_statement: 250 },
        },
        postgresqlBackup: { enable: true, startAt: "*-*-* 0${number % 10}:15:00" },
      },
      system: { stateVersion: "26.05" },
    },
  },
`;

/** @param {number} number */
const worker = (number) => `  "work-${number}": {${network(number)}
    allowedDevices: [{ node: "/dev/fuse", modifier: "rw" }],
    tmpfs: ["/tmp:size=512M"],
    config: {
      environment: { variables: { QUEUE: "queue-${number}", WORKERS: "4" } },
      systemd: {
        services: {
          worker: {
            description: "Works queue ${number} off",
            wantedBy: ["multi-user.target"],
            after: ["network-online.target"],
            serviceConfig: {
              ExecStart: nix\`"\${pkgs.python3}/bin/python3 -m worker --queue=\${"queue-${number}"}"\`,
              Restart: "on-failure",
              RestartSec: 5,
            },
            script: "set -eu\\nfor one in /srv/queue/*; do\\n  echo \\"$one\\"\\ndone\\n",
          },
        },
        timers: { clean: { timerConfig: { OnCalendar: "daily" }, wantedBy: ["timers.target"] } },
      },
      system: { stateVersion: "26.05" },
    },
  },
`;

/** @param {number} number */
const login = (number) => `  "ssh-${number}": {${network(number)}
    forwardPorts: [{ hostPort: ${45_000 + number}, containerPort: 22 }],
    config: {
      environment: { systemPackages: [pkgs.git, pkgs.tmux, pkgs.vim, pkgs.ripgrep] },
      programs: { bash: { shellAliases: { ll: "ls -l", gs: "git status" } } },
      services: { openssh: { enable: true, settings: { PasswordAuthentication: false, PermitRootLogin: "no" } } },
      users: {
        motd: nix\`"Welcome to \${config.networking.hostName}.\\n"\`,
        users: {
          alice: { isNormalUser: true, extraGroups: ["wheel"], uid: ${1000 + (number % 500)} },
          bob: {
            isNormalUser: true,
            openssh: { authorizedKeys: { keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleKeyOfNobody bob@example.org"] } },
          },
        },
      },
      system: { stateVersion: "26.05" },
    },
  },
`;
