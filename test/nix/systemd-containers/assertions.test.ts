import { expect, test } from "@jest/globals";
import { describeWithPath } from "../support/tools.js";
import { bundledModule, evaluateHost } from "./support/bundled-module.js";

const at = "systemd.containers.web";
const module = bundledModule();

/** Options of one container, `web`, as Nix. */
const host = (options: string): string =>
  `{ systemd.containers.web = { config = { }; } // { ${options} }; }`;

const network = "privateNetwork = true;";

/** What is wrong, and what is said of it. */
const cases: readonly (readonly [options: string, ...messages: string[]])[] = [
  [""],
  [
    `networkNamespace = "/run/netns/x"; interfaces = [ "eth1" ]; ${network}`,
    `${at}.networkNamespace and ${at}.privateNetwork exclude each other`,
    `${at}.networkNamespace and ${at}.interfaces exclude each other`,
  ],
  [
    `networkNamespace = "/run/netns/x"; macvlans = [ "eno1" ]; extraVeths.a = { };`,
    `${at}.networkNamespace and ${at}.macvlans exclude each other`,
    `${at}.networkNamespace and ${at}.extraVeths exclude each other`,
  ],
  [
    `hostAddress = "10.0.0.1"; forwardPorts = [ { hostPort = 80; } ];`,
    `${at}.hostAddress has no effect without ${at}.privateNetwork`,
    `${at}.forwardPorts has no effect without ${at}.privateNetwork`,
  ],
  [
    `extraVeths.lan0 = { localMacAddress = "02:00:00:00:00:01"; forwardPorts = [ { hostPort = 80; } ]; hostBridge = "br0"; hostAddress = "10.0.0.1"; };`,
    `${at}.extraVeths.lan0.forwardPorts has no effect: only the first pair has it`,
  ],
  // The container's gateway on the bridge.
  [`${network} hostBridge = "br0"; hostAddress6 = "fc00::1";`],
  [
    `${network} hostAddress = "10.0.0.1"; localAddress = "10.0.0.1/24";`,
    "systemd.containers: the address 10.0.0.1 is the host's, and a container's localAddress",
  ],
  [`extraFlags = [ "--bind /a:/b" "--tmpfs" "/c" "--a b" ];`],
  [
    `extraFlags = [ "--setenv=A=b c" ];`,
    `${at}.extraFlags: systemd-nspawn takes c, which is no flag, for the program to run in the container`,
  ],
  [
    `allowedDevices = [ { node = "/dev/a:/dev/a"; modifier = "rw"; } { node = "/dev/b:rwm"; modifier = "rw"; } { node = "/dev/by-path/pci-0000:00:1f.2"; modifier = "r"; } ];`,
    ...["/dev/a:/dev/a", "/dev/b:rwm"].map(
      (node) =>
        `${at}.allowedDevices: ${node} is no device node: a node is one path, and modifier says what is allowed`,
    ),
  ],
  [
    `bindMounts = { "/a:ro".hostPath = "/a"; "/b:idmap" = { }; "/c:rbind,idmap".hostPath = "/c"; "/d:/e:norbind" = { }; };`,
    `${at}.bindMounts./a:ro: ro is no option of a bind; there are rbind, norbind, idmap, noidmap, rootidmap, owneridmap`,
    `${at}.bindMounts./b:idmap: idmap needs a hostPath`,
  ],
  [
    `${network} hostAddress = "10.0.0.1"; interfaces = [ "a:eth0" ]; macvlans = [ "b:lan" ]; extraVeths.lan = { };`,
    `${at}: the first pair and interface a:eth0 are both called eth0 in the container`,
    `${at}: extraVeths.lan and macvlan b:lan are both called lan in the container`,
  ],
  [
    String.raw`bindMounts."/a\nb" = { };`,
    `${at}: the value of BIND_RO has a line break or another control character, which its conf file cannot hold`,
  ],
  [
    `flake = "github:x/y"; path = "/nix/store/x";`,
    `${at}: config and path and flake exclude each other`,
  ],
  [
    `macvlans = [ "abcdefghijklm" ];`,
    `${at}.macvlans: mv-abcdefghijklm has more than 15 characters, and Linux has no such interface`,
  ],
  [
    `extraVeths = { "a,b" = { }; "a/b" = { }; "12" = { }; };`,
    ...["12", "a/b"].map(
      (name) =>
        `${at}.extraVeths.${name}: a network interface has a name of 1 to 15 characters, without blanks, slash, colon and percent sign, and not digits alone`,
    ),
  ],
  [
    `bindMounts = { "/srv" = { }; "/srv/../srv//" = { }; other.mountPoint = "/srv/."; };`,
    `${at}.bindMounts: /srv and /srv/../srv// and other are both at /srv in the container`,
  ],
  [
    `${network} hostAddress6 = "fc00::1"; extraVeths.lan0.localAddress6 = "FC00:0::1/64";`,
    "systemd.containers: the address FC00:0::1 is the host's, and a container's localAddress",
  ],
];

describeWithPath("nixpkgs-lib/lib")("the module refuses", () => {
  test.each(cases)("%s", async (options, ...messages) => {
    expect((await evaluateHost(host(options), module)).failed).toEqual(messages);
  });

  test("a container without a system", async () => {
    const { failed } = await evaluateHost(
      "{ systemd.containers.web = { autoStart = true; }; }",
      module,
    );
    expect(failed).toEqual([`${at} has no system: one of config, path and flake is needed`]);
  });

  test.each(["a_b", "-a", "a-", "a.b", "x".repeat(65)])("the name %s", async (name) => {
    const { failed } = await evaluateHost(
      `{ systemd.containers."${name}".path = "/nix/store/x"; }`,
      module,
    );
    expect(failed).toEqual([expect.stringContaining("a name has letters, digits and - only")]);
  });

  test("an interface that one container has alone and another one's macvlan needs", async () => {
    const { failed } = await evaluateHost(
      `{ systemd.containers = {
        a = { path = "/x"; interfaces = [ "eth1:lan" "eth2" ]; };
        b = { path = "/x"; macvlans = [ "eth1" "eno1" ]; extraVeths.eth2 = { }; };
        c = { path = "/x"; macvlans = [ "eno1:wan" ]; };
      }; }`,
      module,
    );
    expect(failed).toEqual([
      "systemd.containers: the interface eth2 is taken more than once, by a, b",
      "systemd.containers: the interface eth1 is a container's own, and the parent of a macvlan",
    ]);
  });

  test("nothing of containers on two bridges, and of one that is the others' gateway", async () => {
    const { failed } = await evaluateHost(
      `let on = hostBridge: localAddress: {
        path = "/x"; ${network} inherit hostBridge localAddress;
        localMacAddress = "02:00:00:00:00:0a";
      }; in { systemd.containers = {
        a = on "br0" "10.0.0.2/24";
        b = on "br1" "10.0.0.2/24";
        router = { path = "/x"; ${network} hostBridge = "br2"; localAddress = "10.1.0.1/24"; };
        web = { path = "/x"; ${network} hostBridge = "br2"; hostAddress = "10.1.0.1"; localAddress = "10.1.0.2/24"; };
      }; }`,
      module,
    );
    expect(failed).toEqual([]);
  });

  test("what two containers cannot both have", async () => {
    const { failed } = await evaluateHost(
      `let one = {
        path = "/nix/store/x";
        ${network}
        hostInterface = "wire";
        localAddress = "10.0.0.2/24";
        localMacAddress = "02:00:00:00:00:0A";
        forwardPorts = [ { hostPort = 80; } ];
        extraVeths.lan0 = { };
        interfaces = [ "eth1" ];
      }; in { systemd.containers = {
        a = one;
        A = one // { localAddress = "10.0.0.2"; localMacAddress = "02:00:00:00:00:0a"; };
      }; }`,
      module,
    );
    const both = (what: string): string =>
      `systemd.containers: the ${what} is taken more than once, by A, a`;
    expect(failed).toEqual([
      both("MAC address 02:00:00:00:00:0a"),
      both("address 10.0.0.2"),
      both("interface eth1"),
      both("interface lan0"),
      both("interface wire"),
      both("tcp port 80 of the host"),
      "systemd.containers: the names A and a differ only in case",
    ]);
  });

  test("addresses that two containers cannot both have, however they are written", async () => {
    const { failed } = await evaluateHost(
      `{ systemd.containers = {
        a = { path = "/x"; ${network} localAddress6 = "fc00::2"; extraVeths.lan0.hostAddress = "10.0.0.2"; };
        b = { path = "/x"; ${network} localAddress6 = "FC00:0::2/64"; localAddress = "10.0.0.2/24"; };
      }; }`,
      module,
    );
    expect(failed).toEqual([
      "systemd.containers: the address fc00::2 is taken more than once, by a, b",
      "systemd.containers: the address 10.0.0.2 is the host's, and a container's localAddress",
    ]);
  });

  test("nixpkgs' containers beside its own, on or off", async () => {
    const both = `containers.foo = { }; containers.bar = { }; systemd.containers.web.path = "/x";`;
    const message =
      "systemd.containers: nixpkgs' own containers cannot be on the same host, as both have the unit container@.service: move containers.bar, containers.foo to systemd.containers";
    expect((await evaluateHost(`{ ${both} }`, module)).failed).toEqual([message]);
    const on = `{ boot.enableContainers = true; systemd.containers.web.path = "/x"; }`;
    const { failed, conf, services } = await evaluateHost(on, module);
    expect(failed).toEqual([expect.stringContaining("boot.enableContainers")]);
    // Else nixpkgs' unit is defined twice, and that is all that is said.
    expect([conf, services]).toEqual([{}, {}]);
  });

  test.each([
    [`${network} forwardPorts = [ { hostPort = 1; protocol = "icmp"; } ];`, "protocol"],
    [`${network} forwardPorts = [ { hostPort = 0; } ];`, "hostPort"],
    [`allowedDevices = [ { node = "/dev/fuse"; modifier = "x"; } ];`, "modifier"],
    [`allowedDevices = [ { node = "fuse"; modifier = "r"; } ];`, "node"],
    [`hostInterface = "sixteen-characte";`, "hostInterface"],
    [`localMacAddress = "02";`, "localMacAddress"],
    [`localMacAddress = "00:00:00:00:00:00";`, "localMacAddress"],
    [`hostAddress = "999.1.1.1";`, "hostAddress"],
    [`localAddress = "10.0.0.1/99";`, "localAddress"],
    [`hostAddress6 = "fc00::1::2";`, "hostAddress6"],
    [`extraVeths.lan0.localAddress6 = "fc00::1/129";`, "localAddress6"],
    [`hostBridge = "..";`, "hostBridge"],
    [`interfaces = [ "all" ];`, "interfaces"],
    [`macvlans = [ "12" ];`, "macvlans"],
    [`additionalCapabilities = [ "bogus" ];`, "additionalCapabilities"],
    [`tmpfs = [ "relative" ];`, "tmpfs"],
    [`flake = "";`, "flake"],
    [String.raw`timeoutStartSec = "1min\nExecStartPre=/bin/evil";`, "timeoutStartSec"],
    [String.raw`allowedDevices = [ { node = "/dev/a\"b"; modifier = "r"; } ];`, "node"],
    [`allowedDevices = [ { node = "/dev/a"; modifier = "RW"; } ];`, "modifier"],
    [`additionalCapabilities = [ "cap_kill,net_admin" ];`, "additionalCapabilities"],
    [`interfaces = [ "a:b:c" ];`, "interfaces"],
    [`privateUsers = "some";`, "privateUsers"],
    [`bindMounts.srv = { };`, "mountPoint"],
    [`nosuch = 1;`, "nosuch"],
  ])("values of the wrong type: %s", async (options, word) => {
    const failure = evaluateHost(host(options), module);
    await expect(failure).rejects.toThrow(word);
  });
});

describeWithPath("nixpkgs-lib/lib")("the module warns", () => {
  test("of flags that are split or lost, and of owners that nothing maps", async () => {
    const { warnings, failed } = await evaluateHost(
      host(
        `extraFlags = [ "--bind /a:/b" "" ]; bindMounts."/a:rootidmap".hostPath = "/a"; bindMounts."/b:rbind".hostPath = "/b";`,
      ),
      module,
    );
    expect(failed).toEqual([]);
    expect(warnings).toEqual([
      "systemd.containers.web: rootidmap of the bind /a:rootidmap needs privateUsers: systemd-nspawn maps no owners without, and does not start the container",
      `${at}.extraFlags: "--bind /a:/b" is split at blanks; write each word as a flag of its own`,
      `${at}.extraFlags: an empty flag is lost: the flags are one line, split at blanks`,
    ]);
  });

  test("of ports that lead nowhere", async () => {
    const of = async (options: string) => {
      const ports = "forwardPorts = [ { hostPort = 80; } ];";
      return (await evaluateHost(host(`${network} ${ports} ${options}`), module)).warnings;
    };
    expect(await of("")).toEqual([
      `${at}.forwardPorts has no effect: the container has no interface that the ports could lead to; set hostAddress and localAddress, or hostBridge`,
    ]);
    expect(await of(`localAddress = "10.0.0.2";`)).toEqual([]);
    expect(await of(`extraVeths.lan0 = { };`)).toEqual([]);
  });

  test("of a writable bind with picked users, where owners cannot be mapped", async () => {
    const writable = (hostPath: string) => `{ hostPath = "${hostPath}"; isReadOnly = false; }`;
    const { warnings, failed } = await evaluateHost(
      host(`privateUsers = "pick"; bindMounts = {
        "/srv" = ${writable("/srv")};
        "/device" = ${writable("/srv/dev/sda")};
        "/gpu" = ${writable("/dev/dri")};
        "/sys/fs/fuse".isReadOnly = false;
        "/dev/null" = { };
      };`),
      module,
    );
    expect(failed).toEqual([]);
    const nobody = (place: string) =>
      `${at}: with privateUsers = "pick" the files of the writable bind ${place} belong to nobody in the container: Linux maps no owners in /dev, /proc and /sys, and options of a bind must say idmap, too`;
    expect(warnings).toEqual([nobody("/gpu"), nobody("/sys/fs/fuse")]);
  });
});
