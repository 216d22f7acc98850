import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { Container, installContainers } from "./support/containers.js";
import { LabHost } from "./support/lab-host.js";

/** The networks of containers, with the real systemd-nspawn and kernel. */
describeLab("a container's network", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
  });
  afterAll(async () => {
    await host.stop();
  });

  /** A running container with a network of its own. */
  async function started(
    name: string,
    conf: Readonly<Record<string, string>>,
    marks: Readonly<Record<string, string>> = {},
  ): Promise<Container> {
    const definition = { conf: { PRIVATE_NETWORK: "1", ...conf }, marks };
    return (await new Container(host, name).define(definition)).start();
  }

  const addresses = {
    HOST_ADDRESS: "10.231.136.1",
    LOCAL_ADDRESS: "10.231.136.2",
    HOST_ADDRESS6: "fc00::1",
    LOCAL_ADDRESS6: "fc00::2",
  };

  test("host and container reach each other, by the interface that was named", async () => {
    const foo = await started("foo", { ...addresses, HOST_INTERFACE: "c-foo" });
    await host.sh("ping -c 1 -W 2 10.231.136.2; ping -c 1 -W 2 fc00::2");
    await foo.sh("ping -c 1 -W 2 10.231.136.1; ping -c 1 -W 2 fc00::1");
    expect(await host.sh("ip -br address show c-foo")).toMatch(/10\.231\.136\.1\/32 fc00::1\/128/);
    expect(await foo.sh("ls /sys/class/net")).toBe("eth0\nlo");
    expect(await foo.sh("ip -br address show eth0")).toMatch(/10\.231\.136\.2\/32 fc00::2\/128/);
    expect(await foo.sh("ip route show default; ip -6 route show default")).toMatch(
      /^default via 10\.231\.136\.1 dev eth0 *\ndefault via fc00::1 dev eth0/,
    );
    // It may configure its network, but it has not the host's interfaces.
    await foo.sh("ip address add 10.9.9.9/32 dev eth0");
    await foo.remove();
    expect(await host.sh("ip -o link | grep c-foo || true")).toBe("");
  });

  test("the network is there while the container boots", async () => {
    const script = "ping -c 1 -W 2 10.231.136.1 && touch /run/reached";
    const early = await started("early", addresses, { "boot-script": script });
    await early.sh("test -e /run/reached");
    await early.remove();
  });

  test("names of the host's end: systemd-nspawn's, also of a long name", async () => {
    const short = await started("short", addresses);
    await host.sh("ip link show ve-short");
    await short.remove();
    const long = await started("a-rather-long-name", addresses);
    expect(await host.sh("ls /sys/class/net")).toMatch(/^ve-a-rathe-[0-9a-f]{4}$/m);
    await host.sh("ping -c 1 -W 2 10.231.136.2");
    await long.remove();
    expect(await host.sh("ls /sys/class/net")).toBe("lo");
  });

  test("its hardware address, and none of another", async () => {
    const mac = "02:00:00:00:00:2a";
    const one = await started("mac", { ...addresses, LOCAL_MAC_ADDRESS: mac });
    expect(await one.sh("cat /sys/class/net/eth0/address")).toBe(mac);
    await one.remove();
    const other = await started("mac", addresses);
    const given = await other.sh("cat /sys/class/net/eth0/address");
    expect(given).not.toBe(mac);
    await other.systemctl("restart");
    expect(await other.sh("cat /sys/class/net/eth0/address")).toBe(given);
    await other.remove();
  });

  test("without addresses there is the loopback interface only", async () => {
    const alone = await started("alone", {});
    expect(await alone.sh("ls /sys/class/net")).toBe("lo");
    await alone.remove();
  });

  test("an interface of the host is never taken for the container's", async () => {
    await host.sh("ip link add c-taken type veth peer name other");
    const taken = await new Container(host, "taken").define({
      conf: { PRIVATE_NETWORK: "1", ...addresses, HOST_INTERFACE: "c-taken" },
    });
    expect((await taken.systemctl("start")).exitCode).not.toBe(0);
    expect(await taken.journal()).toContain("the host has an interface c-taken already");
    await taken.remove();
    await host.sh("ip link show c-taken; ip link delete c-taken");
  });

  test("it cannot touch the host's interfaces, and has a firewall of its own", async () => {
    await host.sh("ip link add eno1 type veth peer name far; ip link set eno1 up");
    const walled = await started("walled", addresses);
    const before = await host.sh("ip -o link show dev eno1; nft list ruleset");
    expect(await walled.sh("ls /sys/class/net")).toBe("eth0\nlo");
    for (const script of [
      "ip link set eno1 down",
      "ip link delete eno1",
      "ip link add eno1 type x",
    ])
      expect((await walled.run(script)).exitCode).not.toBe(0);
    await walled.sh("ping -c 1 -W 2 10.231.136.1");
    await walled.sh(`
      nft add table inet own
      nft 'add chain inet own in { type filter hook input priority 0; policy accept; }'
      nft add rule inet own in icmp type echo-request drop`);
    expect((await host.run("ping", "-c", "1", "-W", "1", "10.231.136.2")).exitCode).not.toBe(0);
    await walled.sh("nft flush ruleset");
    await host.sh("ping -c 1 -W 2 10.231.136.2");
    expect(await host.sh("ip -o link show dev eno1; nft list ruleset")).toBe(before);
    await walled.remove();
    await host.sh("ip link delete eno1");
  });

  test("a port of the host leads to the container", async () => {
    const web = await started(
      "web",
      { ...addresses, HOST_PORT: "tcp:8080:80" },
      { web: "", "index.html": "hello" },
    );
    await host.sh(`
      ip netns add outside
      ip link add towards type veth peer name back netns outside
      ip address add 192.168.7.1/24 dev towards
      ip link set towards up
      ip -n outside address add 192.168.7.2/24 dev back
      ip -n outside link set back up
      ip -n outside route add default via 192.168.7.1`);
    const get = "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | socat -t 2 - tcp:192.168.7.1:8080";
    expect(await host.sh(`ip netns exec outside bash -c "${get}"`)).toMatch(/hello$/);
    await web.remove();
    await host.sh("ip netns delete outside; ip link delete towards || true");
  });

  test("a bridge joins containers", async () => {
    await host.sh(`
      ip link add br0 type bridge
      ip address add 10.5.0.1/24 dev br0
      ip link set br0 up`);
    const one = await started("one", { HOST_BRIDGE: "br0", LOCAL_ADDRESS: "10.5.0.2/24" });
    const two = await started("two", {
      HOST_BRIDGE: "br0",
      HOST_INTERFACE: "c-two",
      LOCAL_ADDRESS: "10.5.0.3/24",
    });
    expect(await host.sh("ls /sys/class/net/br0/brif")).toBe("c-two\nvb-one");
    await one.sh("ping -c 1 -W 2 10.5.0.3; ping -c 1 -W 2 10.5.0.1");
    await two.sh("ping -c 1 -W 2 10.5.0.2");
    await host.sh("ping -c 1 -W 2 10.5.0.3");
    await Promise.all([one.remove(), two.remove()]);
    await host.sh("ip link delete br0");

    const three = await new Container(host, "three").define({
      conf: { PRIVATE_NETWORK: "1", HOST_BRIDGE: "br0" },
    });
    expect((await three.systemctl("start")).exitCode).not.toBe(0);
    expect(await three.journal()).toContain("the host has no bridge br0");
    await three.remove();
  });

  test("more pairs, with addresses and on a bridge", async () => {
    await host.sh("ip link add br1 type bridge; ip link set br1 up");
    await host.sh("ip address add 10.6.0.1/24 dev br1");
    const more = await started("more", {
      ...addresses,
      EXTRA_VETHS:
        "first,HOST_ADDRESS=10.7.0.1,LOCAL_ADDRESS=10.7.0.2 " +
        "second,HOST_BRIDGE=br1,LOCAL_ADDRESS=10.6.0.2/24,LOCAL_MAC_ADDRESS=02:00:00:00:00:2b",
    });
    expect(await more.sh("ls /sys/class/net")).toBe("eth0\nfirst\nlo\nsecond");
    await more.sh("ping -c 1 -W 2 10.7.0.1; ping -c 1 -W 2 10.6.0.1; ping -c 1 -W 2 10.231.136.1");
    await host.sh("ping -c 1 -W 2 10.7.0.2; ping -c 1 -W 2 10.6.0.2");
    expect(await more.sh("cat /sys/class/net/second/address")).toBe("02:00:00:00:00:2b");
    expect(await more.sh("ip route show default")).toMatch(/dev eth0/);
    await more.remove();
    await host.sh("ip link delete br1");
  });

  test("macvlans and interfaces of the host", async () => {
    await host.sh(`
      ip netns add lan
      ip link add eno1 type veth peer name far netns lan
      ip link set eno1 up
      ip -n lan address add 10.8.0.1/24 dev far
      ip -n lan link set far up
      ip link add moved type veth peer name stays`);
    const lan = await started("lan", { MACVLANS: "eno1", INTERFACES: "moved" });
    expect(await lan.sh("ls /sys/class/net")).toBe("lo\nmoved\nmv-eno1");
    await lan.sh("ip address add 10.8.0.2/24 dev mv-eno1; ip link set mv-eno1 up");
    await lan.sh("ping -c 1 -W 2 10.8.0.1");
    expect(await host.sh("ls /sys/class/net")).toBe("eno1\nlo\nstays");
    await lan.remove();
    await host.sh("ip link delete eno1; ip link delete stays; ip netns delete lan");
  });

  test("an existing network namespace", async () => {
    await host.sh("ip netns add mine; ip -n mine link add inmine type veth peer name inmine2");
    const inside = await new Container(host, "inside").define({
      conf: { NETWORK_NAMESPACE_PATH: "/run/netns/mine" },
    });
    await inside.start();
    expect(await inside.sh("ip -o link")).toContain("inmine2");
    await inside.remove();
    await host.sh("ip netns delete mine");
  });

  test("run-in-netns is in the container's network and else on the host", async () => {
    const near = await started("near", addresses);
    const run = "/usr/local/lib/nixpawn/run-in-netns";
    expect(await host.sh(`${run} near ip -o link show eth0`)).toContain("eth0");
    const [files, cgroups] = ["cat /etc/hostname", "ls /sys/fs/cgroup"];
    expect(await host.sh(`${run} near ${files}`)).toBe(await host.sh(files));
    expect(await host.sh(`${run} near ${cgroups}`)).toBe(await host.sh(cgroups));
    expect((await host.run(run, "near", "sh", "-c", "exit 7")).exitCode).toBe(7);
    expect((await host.run(run)).exitCode).toBe(2);
    expect((await host.run(run, "nobody", "true")).exitCode).toBe(4);
    await near.remove();
  });
});
