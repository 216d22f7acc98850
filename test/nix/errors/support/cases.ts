/** One mistake, and how a program of Nix is asked about it. */
export interface ErrorCase {
  readonly name: string;
  /** Texts by name, put into a folder of their own. */
  readonly files: Readonly<Record<string, string>>;
  /** @default "nix-instantiate" */
  readonly program?: string;
  readonly arguments: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A place on NIX_PATH that it needs. */
  readonly needs?: string;
  /** The oldest Nix 2 that has what is asked for. */
  readonly since?: number;
  /** Its fixtures have one with `--show-trace`, too. */
  readonly traced?: true;
}

const evaluation = ["--eval", "--strict", "--json"];

function expression(name: string, text: string, ...more: readonly string[]): ErrorCase {
  return {
    name,
    files: { "main.nix": text },
    arguments: [...evaluation, "main.nix", ...more],
    traced: true,
  };
}

/** A host by `inputs/host.nix`, from these modules. */
function host(
  name: string,
  files: Readonly<Record<string, string>>,
  attribute = "config.containers.web.config.toplevel",
): ErrorCase {
  const modules = Object.keys(files)
    .filter((one) => !one.startsWith("part"))
    .map((one) => `./${one}`)
    .join(" ");
  return {
    name,
    files,
    arguments: [...evaluation, "host.nix", "--arg", "modules", `[ ${modules} ]`, "-A", attribute],
    needs: "nixpkgs-lib/lib",
  };
}

/** The container `web`, with this configuration of its own. */
function guest(name: string, configuration: string): ErrorCase {
  return host(name, {
    "web.nix": `{\n  containers.web = {\n    config = ${configuration};\n  };\n}\n`,
  });
}

/** A host of NixOS 18.03 with this container. */
function nixos(name: string, container: string, attribute: string): ErrorCase {
  return {
    name,
    files: {
      "configuration.nix": `{
  imports = [ ./web.nix ];
  boot.loader.grub.device = "nodev";
  fileSystems."/".device = "/dev/sda1";
}
`,
      "web.nix": container,
    },
    arguments: [
      "--eval",
      "--strict",
      "--json",
      "<nixpkgs/nixos>",
      "--arg",
      "configuration",
      "./configuration.nix",
      "-A",
      attribute,
    ],
    needs: "nixpkgs/nixos",
  };
}

/** Mistakes against the language. */
const language: readonly ErrorCase[] = [
  expression("syntax", "{\n  a = 1;\n  b = [ 1 2;\n}\n"),
  {
    name: "syntax-in-import",
    files: {
      "main.nix": "{\n  é = 1;\n}\n",
      "other.nix": "{ imports = [ ./main.nix ]; a = import ./main.nix; }\n",
    },
    arguments: [...evaluation, "other.nix"],
  },
  expression("duplicate-attribute", "{\n  a = 1;\n  b = 2;\n  a = 3;\n}\n"),
  expression("undefined-variable", '{\n  motd = "ééé ${undefinedName}";\n}\n'),
  {
    name: "undefined-variable-stdin",
    files: {},
    arguments: [...evaluation, "-E", "let a = 1; in a + b"],
  },
  expression(
    "missing-attribute",
    "let\n  pkgs = { curl = 1; nginx = 2; };\nin\n{\n  packages = [ pkgs.curl pkgs.ngnix ];\n}\n",
  ),
  expression("missing-attribute-quoted", '{\n  a = { "b.c" = 1; }."b.d".e;\n}\n'),
  { ...expression("missing-selection", "{ a.b = 1; }\n", "-A", "a.c") },
  expression("type-add", '{\n  a = 1 + "b";\n}\n'),
  expression("type-call", "let\n  f = 1;\nin\n{\n  a = f 2;\n}\n"),
  expression("type-coerce", '{\n  a = "x${{ }}";\n}\n'),
  expression("type-builtin", "{\n  a = builtins.map (x: x) { };\n}\n"),
  expression("type-select", "{\n  a = [ ].b;\n}\n"),
  expression("missing-argument", "let\n  f = { a, b }: a;\nin\nf { a = 1; }\n"),
  expression("unexpected-argument", "let\n  f = { name }: name;\nin\nf { nmae = 1; name = 2; }\n"),
  expression("infinite-recursion", "let\n  a = b + 1;\n  b = a;\nin\n{ inherit a; }\n"),
  expression("stack-overflow", "let\n  f = x: 1 + f (x + 1);\nin\nf 0\n"),
  expression("throw", '{\n  a = throw "the port is taken\\nby `web\'";\n}\n'),
  expression(
    "throw-in-function",
    'let\n  check = port: if port < 1024 then throw "port ${toString port} is low" else port;\nin\n{\n  ports = map check [ 8080 80 ];\n}\n',
  ),
  expression(
    "throw-with-context",
    '{\n  a = builtins.addErrorContext "while looking at a" (builtins.addErrorContext "while looking at the system" (throw "no"));\n}\n',
  ),
  expression(
    "throw-looks-like-error",
    '{\n  a = throw "first\\nerror: second\\n       at /etc/x.nix:1:2:";\n}\n',
  ),
  expression("abort", '{\n  a = abort "no way";\n}\n'),
  expression("assert", "{\n  a = assert 1 == 2; 3;\n}\n"),
  expression("division", "{\n  a = 1 / 0;\n}\n"),
  expression("missing-import", "{\n  imports = [ (import ./nope.nix) ];\n}\n"),
  expression("missing-read-file", "{\n  key = builtins.readFile ./nope.txt;\n}\n"),
  expression("missing-search-path", "{\n  pkgs = import <nope> { };\n}\n"),
  {
    name: "missing-main",
    files: {},
    arguments: [...evaluation, "nope.nix"],
  },
  expression(
    "restricted",
    "{\n  a = builtins.readFile /etc/hostname;\n}\n",
    "--option",
    "restrict-eval",
    "true",
  ),
  expression("function-as-json", "{\n  a.b = x: x;\n}\n"),
  expression(
    "trace-and-throw",
    'builtins.trace "warning: old" (builtins.trace "hello" (throw "end"))\n',
  ),
  {
    ...expression(
      "warn",
      '{\n  a = builtins.warn "this is old" (builtins.warn "so is\\nthis" 1);\n  b = throw "end";\n}\n',
    ),
    since: 23,
  },
];

/** Mistakes that the module system of nixpkgs finds. */
const modules: readonly ErrorCase[] = [
  guest("option-does-not-exist", "{ services.ngnix.enable = true; }"),
  guest(
    "option-does-not-exist-value",
    '{ servces = { list = [ 1 2 3 ]; set = { a = "b"; c = "d"; }; }; }',
  ),
  guest("option-does-not-exist-quoted", '{ services.nginx.virtualHosts."a.b".prot = 80; }'),
  host(
    "container-option-does-not-exist",
    { "web.nix": '{\n  containers.web.hostAdress = "10.0.0.1";\n}\n' },
    "config.containers.web.hostAddress",
  ),
  host("two-definitions-of-a-missing-option", {
    "web.nix": "{\n  containers.web.config.services.apache.enable = true;\n}\n",
    "other.nix": "{\n  containers.web.config.services.apache.enable = false;\n}\n",
  }),
  guest("option-wrong-type", '{ services.nginx.enable = "yes"; }'),
  guest("option-wrong-type-nested", '{ services.nginx.virtualHosts."a.b".port = "http"; }'),
  host(
    "option-wrong-type-list",
    { "web.nix": '{\n  containers.web.config.networking.ports = [ 80 "x" ];\n}\n' },
    "config.containers.web.config.networking.ports",
  ),
  guest("assertion-is-no-set", "{ assertions = [ 1 ]; }"),
  host(
    "option-wrong-type-enum",
    { "web.nix": '{\n  containers.web.protocol = "tpc";\n}\n' },
    "config.containers.web.protocol",
  ),
  host(
    "option-wrong-type-long-value",
    {
      "web.nix":
        '{\n  containers.web.hostAddress = {\n    a = 1;\n    b = 2;\n    c = [ 1 2 3 ];\n    d = "x\\ny";\n    e = x: x;\n    f = { };\n  };\n}\n',
    },
    "config.containers.web.hostAddress",
  ),
  host(
    "option-conflict",
    {
      "web.nix": "{\n  containers.web.autoStart = true;\n}\n",
      "other.nix": "{\n  containers.web.autoStart = false;\n}\n",
    },
    "config.containers.web.autoStart",
  ),
  host("option-conflict-unique", {
    "web.nix": '{\n  containers.web.config.networking.hostName = "a";\n}\n',
    "other.nix": '{\n  containers.web.config.networking.hostName = "b";\n}\n',
  }),
  host(
    "option-read-only",
    {
      "web.nix": "{\n  containers.web.config.system.token = 1;\n}\n",
      "other.nix": "{\n  containers.web.config.system.token = 2;\n}\n",
    },
    "config.containers.web.config.system.token",
  ),
  host(
    "option-used-but-not-defined",
    { "web.nix": '{\n  containers.web.config.services.nginx.virtualHosts."a.b" = { };\n}\n' },
    'config.containers.web.config.services.nginx.virtualHosts."a.b".port',
  ),
  guest(
    "failed-assertions",
    '{\n    assertions = [\n      { assertion = false; message = "The port 80 is taken."; }\n      { assertion = true; message = "fine"; }\n      { assertion = 1 == 2; message = "One is\\n- not two:\\n  never."; }\n    ];\n    warnings = [ "`web` is old." "two\\nlines" ];\n  }',
  ),
  guest("module-argument-missing", "{ pkgs, ... }: { services.nginx.enable = pkgs.system == 1; }"),
  guest("module-undefined-variable", "{ networking.hostName = undefinedName; }"),
  guest(
    "module-missing-attribute",
    "{ config, ... }: { networking.hostName = config.networking.hostname; }",
  ),
  guest(
    "module-infinite-recursion",
    '{ config, ... }: { networking.hostName = "${config.networking.hostName}x"; }',
  ),
  guest(
    "module-recursion-in-imports",
    "{ config, ... }: { imports = if config.services.nginx.enable then [ ] else [ ]; }",
  ),
  guest("module-missing-file", "{ imports = [ ./nope.nix ]; }"),
  host("module-syntax", {
    "web.nix": "{\n  containers.web.config = import ./part.nix;\n}\n",
    "part.nix": "{\n  services.nginx.enable = true\n}\n",
  }),
  guest("module-throw", '{ networking.hostName = throw "set a name"; }'),
  guest("module-not-a-module", "[ 1 ]"),
  guest("module-type-coerce", '{ networking.hostName = "a" + 1; }'),
  guest(
    "module-unsupported-attribute",
    '{ config.networking.hostName = "a"; services.nginx.enable = true; }',
  ),
  guest(
    "module-warnings-then-throw",
    '{ warnings = [ "first" ]; networking.hostName = throw "end"; }',
  ),
];

const hostPath = "config.containers.web.path";

/** The same, with the texts of NixOS 18.03. */
const old: readonly ErrorCase[] = [
  nixos(
    "old-option-does-not-exist",
    "{\n  containers.web.config = {\n    services.ngnix.enable = true;\n  };\n}\n",
    hostPath,
  ),
  nixos(
    "old-container-option-does-not-exist",
    '{\n  containers.web.hostAdress = "10.0.0.1";\n}\n',
    hostPath,
  ),
  nixos(
    "old-option-wrong-type",
    '{\n  containers.web.config = {\n    services.nginx.enable = "yes";\n  };\n}\n',
    hostPath,
  ),
  nixos(
    "old-container-wrong-type",
    "{\n  containers.web = {\n    autoStart = 1;\n    config = { };\n  };\n}\n",
    "config.containers.web.autoStart",
  ),
  nixos(
    "old-option-conflict",
    '{\n  containers.web.config = {\n    imports = [ { networking.hostName = "a"; } ];\n    networking.hostName = "b";\n  };\n}\n',
    hostPath,
  ),
  nixos(
    "old-option-conflict-flag",
    "{\n  containers.web.config = {\n    imports = [ { nix.nrBuildUsers = 4; } ];\n    nix.nrBuildUsers = 5;\n  };\n}\n",
    hostPath,
  ),
  nixos(
    "old-option-used-but-not-defined",
    "{\n  containers.web.config = {\n    services.nginx.virtualHosts.a.listen = [ { port = 1; } ];\n    services.nginx.enable = true;\n  };\n}\n",
    hostPath,
  ),
  nixos(
    "old-failed-assertions",
    '{\n  containers.web.config = { config, ... }: {\n    assertions = [ { assertion = false; message = "The port 80 is taken."; } ];\n    warnings = [ "This is old." ];\n    users.extraUsers.joe.uid = 0;\n  };\n}\n',
    hostPath,
  ),
  nixos(
    "old-missing-package",
    "{\n  containers.web.config = { pkgs, ... }: {\n    environment.systemPackages = [ pkgs.crul ];\n  };\n}\n",
    hostPath,
  ),
  nixos(
    "old-module-argument-missing",
    "{\n  containers.web.config = { inputs, ... }: {\n    environment.systemPackages = [ inputs.a ];\n  };\n}\n",
    hostPath,
  ),
  nixos(
    "old-infinite-recursion",
    '{\n  containers.web.config = { config, ... }: {\n    networking.hostName = config.networking.hostName + "x";\n  };\n}\n',
    hostPath,
  ),
  nixos(
    "old-recursion-in-imports",
    '{\n  containers.web.config = { pkgs, ... }: {\n    imports = [ (pkgs.path + "/x.nix") ];\n  };\n}\n',
    hostPath,
  ),
];

/** Experimental features, which are off. */
const features: readonly ErrorCase[] = [
  { name: "feature-disabled", files: {}, program: "nix", arguments: ["eval", "--expr", "1"] },
  {
    name: "feature-disabled-flakes",
    files: { "flake.nix": "{\n  outputs = _: { a = 1; };\n}\n" },
    program: "nix",
    arguments: ["--extra-experimental-features", "nix-command", "eval", ".#a"],
  },
  // Older versions leave the builtin out altogether.
  {
    ...expression("feature-disabled-builtin", '{\n  a = builtins.getFlake "nixpkgs";\n}\n'),
    since: 34,
  },
];

/** Those of the module system that have long traces, one of a kind. */
const traced = new Set([
  "option-does-not-exist",
  "option-wrong-type",
  "failed-assertions",
  "module-argument-missing",
  "module-missing-attribute",
  "module-infinite-recursion",
  "module-throw",
  "old-option-wrong-type",
  "old-failed-assertions",
]);

export const cases: readonly ErrorCase[] = [...language, ...modules, ...old, ...features].map(
  (one) => (traced.has(one.name) ? { ...one, traced: true } : one),
);
