import type { NixAttributes, NixExpression } from "../nix/value.js";
import type { ContainerConfig } from "./values.js";

// Generated from schemas/container.schema.json by `npm run generate`. Do not edit.
/** The options of `containers.<name>` under NixOS's own names. */
export interface ContainerOptions {
  /**
   * Capabilities granted to the container beside those systemd-nspawn leaves it (capabilities(7)), by name or number.
   *
   * @default []
   * @example ["CAP_NET_ADMIN"]
   */
  readonly additionalCapabilities?:
    readonly (Capability | NixExpression)[] | NixExpression | undefined;
  /**
   * Device nodes that the container may use. The node itself still has to be bound into the container.
   *
   * @default []
   * @example [{"node":"/dev/fuse","modifier":"rwm"}]
   */
  readonly allowedDevices?: readonly (AllowedDevice | NixExpression)[] | NixExpression | undefined;
  /**
   * Start the container when the host boots. In nixpkgs, a container without it is never restarted or reloaded by a switch either.
   *
   * @default false
   * @example true
   */
  readonly autoStart?: boolean | NixExpression | undefined;
  /**
   * Folders and files of the host inside the container, by their place in the container.
   *
   * @default {}
   * @example {"/home":{"hostPath":"/home/alice","isReadOnly":false}}
   */
  readonly bindMounts?:
    Readonly<Record<string, BindMount | NixExpression>> | NixExpression | undefined;
  /**
   * The container's NixOS configuration: a module as an object, a function of `{ pkgs, lib, config }`, a file, or several of these in an array. nixpkgs adds the host's platform, the container's host name, `networking.useDHCP = false` and what makes a system a container. One of `config`, `path` and `flake` is needed.
   *
   * @example {"services":{"nginx":{"enable":true}},"system":{"stateVersion":"26.05"}}
   */
  readonly config?: ContainerConfig | undefined;
  /**
   * Copy the host's /etc/resolv.conf into the container at each start.
   *
   * @default true
   * @example false
   */
  readonly copyResolvConf?: boolean | NixExpression | undefined;
  /**
   * Allow the container to make tunnel interfaces: /dev/net/tun and CAP_NET_ADMIN.
   *
   * @default false
   * @example true
   */
  readonly enableTun?: boolean | NixExpression | undefined;
  /**
   * Start from an empty root file system each time and forget it at the stop. The journal is not linked to the host's then.
   *
   * @default false
   * @example true
   */
  readonly ephemeral?: boolean | NixExpression | undefined;
  /**
   * More arguments for systemd-nspawn. They pass through a shell that splits them at blanks.
   *
   * @default []
   * @example ["--drop-capability=CAP_SYS_CHROOT"]
   */
  readonly extraFlags?: readonly (string | NixExpression)[] | NixExpression | undefined;
  /**
   * More veth pairs, by the name that both ends have. `forwardPorts` has no effect here, and `localMacAddress` has none in nixpkgs.
   *
   * @default {}
   * @example {"lan0":{"hostBridge":"br0","localAddress":"192.168.1.5/24"}}
   */
  readonly extraVeths?:
    Readonly<Record<string, ExtraVeth | NixExpression>> | NixExpression | undefined;
  /**
   * URI of a flake whose NixOS configuration the container runs, built at its first start, for which `timeoutStartSec` holds, too. Takes the place of `path`.
   *
   * @default null
   * @example "github:example/web"
   */
  readonly flake?: string | null | NixExpression | undefined;
  /**
   * Ports of the host that lead to the container. systemd-nspawn does the forwarding; connections from the host itself to 127.0.0.1 are not forwarded. Used only with `privateNetwork`.
   *
   * @default []
   * @example [{"hostPort":8080,"containerPort":80}]
   */
  readonly forwardPorts?: readonly (ForwardPort | NixExpression)[] | NixExpression | undefined;
  /**
   * IPv4 address of the host's end of the veth pair, and the container's default gateway. With `hostBridge` it is the gateway alone: give it to the bridge, or to a router there. Used only with `privateNetwork`.
   *
   * @default null
   * @example "10.231.136.1"
   */
  readonly hostAddress?: string | null | NixExpression | undefined;
  /**
   * IPv6 address of the host's end of the veth pair, and the container's default gateway. With `hostBridge` it is the gateway alone: give it to the bridge, or to a router there. Used only with `privateNetwork`.
   *
   * @default null
   * @example "fc00::1"
   */
  readonly hostAddress6?: string | null | NixExpression | undefined;
  /**
   * The bridge on the host that the host's end of the veth pair joins. That end has no address then: `hostAddress` and `hostAddress6` are the container's gateway only. Used only with `privateNetwork`.
   *
   * @default null
   * @example "br0"
   */
  readonly hostBridge?: string | null | NixExpression | undefined;
  /**
   * Name of the host's end of the veth pair, at most 15 characters. Left out, it is `c-<name>`, cut with four digits of a hash where it is longer; `null` leaves systemd-nspawn's `ve-<name>`, or `vb-<name>` on a bridge. For the targets `systemd.containers` and `units`; nixpkgs has no such option.
   *
   * @example "c-web"
   */
  readonly hostInterface?: string | null | NixExpression | undefined;
  /**
   * Network interfaces of the host that are moved into the container while it runs; as `HOST:NAME` they have another name inside (systemd 254 and newer).
   *
   * @default []
   * @example ["eth1"]
   */
  readonly interfaces?: readonly (string | NixExpression)[] | NixExpression | undefined;
  /**
   * IPv4 address of the container's interface, a /32 unless a prefix is given. On a bridge give it with the prefix of the network, or other machines there cannot be reached.
   *
   * @default null
   * @example "10.231.136.2"
   */
  readonly localAddress?: string | null | NixExpression | undefined;
  /**
   * IPv6 address of the container's interface, a /128 unless a prefix is given. On a bridge give it with the prefix of the network.
   *
   * @default null
   * @example "fc00::2"
   */
  readonly localAddress6?: string | null | NixExpression | undefined;
  /**
   * MAC address of the container's interface, set before its system starts; without it the kernel picks one at random.
   *
   * @default null
   * @example "de:b7:73:01:10:90"
   */
  readonly localMacAddress?: string | null | NixExpression | undefined;
  /**
   * Interfaces of the host on which the container gets a MAC address of its own, as `mv-<interface>` inside, or as NAME where it is `HOST:NAME` (systemd 254 and newer). Wireless interfaces do not allow it.
   *
   * @default []
   * @example ["eno1"]
   */
  readonly macvlans?: readonly (string | NixExpression)[] | NixExpression | undefined;
  /**
   * A network namespace to run in, by the path of its file. Excludes `privateNetwork` and `interfaces`.
   *
   * @default null
   * @example "/run/netns/vpn"
   */
  readonly networkNamespace?: string | null | NixExpression | undefined;
  /**
   * The nixpkgs that evaluates `config`: a path. Left out, it is the host's.
   *
   * @example "/srv/nixpkgs"
   */
  readonly nixpkgs?: string | NixExpression | undefined;
  /**
   * A system profile to run in place of `config`: a store path, or a link to one that you keep up to date.
   *
   * @example "/nix/var/nix/profiles/per-container/web"
   */
  readonly path?: string | NixExpression | undefined;
  /**
   * Give the container a network of its own. With addresses or a bridge it has `eth0`, whose other end on the host is `ve-<name>`. Without this it shares the host's network.
   *
   * @default false
   * @example true
   */
  readonly privateNetwork?: boolean | NixExpression | undefined;
  /**
   * User namespace: `no` for none, `pick` for a free range of ids (recommended), `identity` for the host's own ids, or a number, the first id of the range.
   *
   * @default "no"
   * @example "pick"
   */
  readonly privateUsers?: number | "no" | "identity" | "pick" | NixExpression | undefined;
  /**
   * Limits of the container's use of the host, by their names in systemd.resource-control(5); a list gives a setting several times. For the targets `systemd.containers` and `units`; on NixOS's own containers they are said to the unit, `systemd.services."container@<name>"`.
   *
   * @default {}
   * @example {"MemoryMax":"2G","CPUQuota":"150%"}
   */
  readonly resourceControl?: ResourceControl | NixExpression | undefined;
  /**
   * Restart the container at a switch that changes it. Has an effect only with `autoStart`.
   *
   * @default true
   * @example false
   */
  readonly restartIfChanged?: boolean | NixExpression | undefined;
  /**
   * Arguments for the modules of `config`, beside NixOS's own; usable in `imports`.
   *
   * @default {}
   * @example {"role":"web"}
   */
  readonly specialArgs?: NixAttributes | NixExpression | undefined;
  /**
   * How long the start may take, in systemd's form (systemd.time(7)); after that the container is killed.
   *
   * @default "1min"
   * @example "5min"
   */
  readonly timeoutStartSec?: string | NixExpression | undefined;
  /**
   * File systems in memory, in the form of systemd-nspawn's --tmpfs=: a path, and mount options after a colon.
   *
   * @default []
   * @example ["/var:size=1G"]
   */
  readonly tmpfs?: readonly (string | NixExpression)[] | NixExpression | undefined;
}

/** A folder or file of the host inside the container. */
export interface BindMount {
  /**
   * Place in the container, if it is not the name of the attribute. With `hostPath`, options of systemd-nspawn may follow: `/srv:idmap`.
   *
   * @example "/mnt/usb"
   */
  readonly mountPoint?: string | NixExpression | undefined;
  /**
   * Place on the host; the same as in the container when left out. A colon in it is written `\\:` for NixOS's own containers.
   *
   * @default null
   * @example "/home/alice"
   */
  readonly hostPath?: string | null | NixExpression | undefined;
  /**
   * Whether the container may only read.
   *
   * @default true
   * @example false
   */
  readonly isReadOnly?: boolean | NixExpression | undefined;
}

/** A device node, or a group of them, that the container may use. */
export interface AllowedDevice {
  /**
   * Path of the device node, or a group of devices such as `char-pts`.
   *
   * @example "/dev/fuse"
   */
  readonly node: string | NixExpression;
  /**
   * What is allowed: any of `r` (read), `w` (write) and `m` (make the node).
   *
   * @example "rw"
   */
  readonly modifier: string | NixExpression;
}

/** A port of the host that leads to a port of the container. */
export interface ForwardPort {
  /**
   * Protocol of the connections that are forwarded.
   *
   * @default "tcp"
   * @example "udp"
   */
  readonly protocol?: "tcp" | "udp" | NixExpression | undefined;
  /**
   * Port of the host that connections come in at.
   *
   * @example 8080
   */
  readonly hostPort: number | NixExpression;
  /**
   * Port of the container they lead to; the same as `hostPort` when left out.
   *
   * @default null
   * @example 80
   */
  readonly containerPort?: number | null | NixExpression | undefined;
}

/** A further veth pair, with the options of the first. */
export interface ExtraVeth {
  /**
   * The bridge on the host that the host's end of the veth pair joins. That end has no address then: `hostAddress` and `hostAddress6` are the container's gateway only. Used only with `privateNetwork`.
   *
   * @default null
   * @example "br0"
   */
  readonly hostBridge?: string | null | NixExpression | undefined;
  /**
   * IPv4 address of the host's end of the veth pair, and the container's default gateway. With `hostBridge` it is the gateway alone: give it to the bridge, or to a router there. Used only with `privateNetwork`.
   *
   * @default null
   * @example "10.231.136.1"
   */
  readonly hostAddress?: string | null | NixExpression | undefined;
  /**
   * IPv6 address of the host's end of the veth pair, and the container's default gateway. With `hostBridge` it is the gateway alone: give it to the bridge, or to a router there. Used only with `privateNetwork`.
   *
   * @default null
   * @example "fc00::1"
   */
  readonly hostAddress6?: string | null | NixExpression | undefined;
  /**
   * IPv4 address of the container's interface, a /32 unless a prefix is given. On a bridge give it with the prefix of the network, or other machines there cannot be reached.
   *
   * @default null
   * @example "10.231.136.2"
   */
  readonly localAddress?: string | null | NixExpression | undefined;
  /**
   * IPv6 address of the container's interface, a /128 unless a prefix is given. On a bridge give it with the prefix of the network.
   *
   * @default null
   * @example "fc00::2"
   */
  readonly localAddress6?: string | null | NixExpression | undefined;
  /**
   * MAC address of the container's interface, set before its system starts; without it the kernel picks one at random.
   *
   * @default null
   * @example "de:b7:73:01:10:90"
   */
  readonly localMacAddress?: string | null | NixExpression | undefined;
  /**
   * Ports of the host that lead to the container. systemd-nspawn does the forwarding; connections from the host itself to 127.0.0.1 are not forwarded. Used only with `privateNetwork`.
   *
   * @default []
   * @example [{"hostPort":8080,"containerPort":80}]
   */
  readonly forwardPorts?: readonly (ForwardPort | NixExpression)[] | NixExpression | undefined;
}

/** settings of systemd.resource-control(5), such as MemoryMax */
export interface ResourceControl {
  /** AllowedCPUs= of systemd.resource-control(5). */
  readonly AllowedCPUs?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** AllowedMemoryNodes= of systemd.resource-control(5). */
  readonly AllowedMemoryNodes?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** CPUQuota= of systemd.resource-control(5). */
  readonly CPUQuota?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** CPUQuotaPeriodSec= of systemd.resource-control(5). */
  readonly CPUQuotaPeriodSec?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** CPUWeight= of systemd.resource-control(5). */
  readonly CPUWeight?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** IODeviceLatencyTargetSec= of systemd.resource-control(5). */
  readonly IODeviceLatencyTargetSec?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** IODeviceWeight= of systemd.resource-control(5). */
  readonly IODeviceWeight?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** IOReadBandwidthMax= of systemd.resource-control(5). */
  readonly IOReadBandwidthMax?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** IOReadIOPSMax= of systemd.resource-control(5). */
  readonly IOReadIOPSMax?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** IOWeight= of systemd.resource-control(5). */
  readonly IOWeight?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** IOWriteBandwidthMax= of systemd.resource-control(5). */
  readonly IOWriteBandwidthMax?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** IOWriteIOPSMax= of systemd.resource-control(5). */
  readonly IOWriteIOPSMax?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** IPAddressAllow= of systemd.resource-control(5). */
  readonly IPAddressAllow?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** IPAddressDeny= of systemd.resource-control(5). */
  readonly IPAddressDeny?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** ManagedOOMMemoryPressure= of systemd.resource-control(5). */
  readonly ManagedOOMMemoryPressure?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** ManagedOOMMemoryPressureLimit= of systemd.resource-control(5). */
  readonly ManagedOOMMemoryPressureLimit?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** ManagedOOMPreference= of systemd.resource-control(5). */
  readonly ManagedOOMPreference?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** ManagedOOMSwap= of systemd.resource-control(5). */
  readonly ManagedOOMSwap?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** MemoryHigh= of systemd.resource-control(5). */
  readonly MemoryHigh?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** MemoryLow= of systemd.resource-control(5). */
  readonly MemoryLow?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** MemoryMax= of systemd.resource-control(5). */
  readonly MemoryMax?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** MemoryMin= of systemd.resource-control(5). */
  readonly MemoryMin?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** MemorySwapMax= of systemd.resource-control(5). */
  readonly MemorySwapMax?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** MemoryZSwapMax= of systemd.resource-control(5). */
  readonly MemoryZSwapMax?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** StartupAllowedCPUs= of systemd.resource-control(5). */
  readonly StartupAllowedCPUs?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** StartupAllowedMemoryNodes= of systemd.resource-control(5). */
  readonly StartupAllowedMemoryNodes?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** StartupCPUWeight= of systemd.resource-control(5). */
  readonly StartupCPUWeight?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** StartupIOWeight= of systemd.resource-control(5). */
  readonly StartupIOWeight?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** StartupMemoryHigh= of systemd.resource-control(5). */
  readonly StartupMemoryHigh?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** StartupMemoryLow= of systemd.resource-control(5). */
  readonly StartupMemoryLow?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** StartupMemoryMax= of systemd.resource-control(5). */
  readonly StartupMemoryMax?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** StartupMemorySwapMax= of systemd.resource-control(5). */
  readonly StartupMemorySwapMax?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
  /** TasksMax= of systemd.resource-control(5). */
  readonly TasksMax?:
    string | number | readonly (string | number | NixExpression)[] | NixExpression | undefined;
}

/** The type of a capability of capabilities(7), such as CAP_NET_ADMIN, its number, or several joined by commas. */
export type Capability =
  | "CAP_AUDIT_CONTROL"
  | "CAP_AUDIT_READ"
  | "CAP_AUDIT_WRITE"
  | "CAP_BLOCK_SUSPEND"
  | "CAP_BPF"
  | "CAP_CHECKPOINT_RESTORE"
  | "CAP_CHOWN"
  | "CAP_DAC_OVERRIDE"
  | "CAP_DAC_READ_SEARCH"
  | "CAP_FOWNER"
  | "CAP_FSETID"
  | "CAP_IPC_LOCK"
  | "CAP_IPC_OWNER"
  | "CAP_KILL"
  | "CAP_LEASE"
  | "CAP_LINUX_IMMUTABLE"
  | "CAP_MAC_ADMIN"
  | "CAP_MAC_OVERRIDE"
  | "CAP_MKNOD"
  | "CAP_NET_ADMIN"
  | "CAP_NET_BIND_SERVICE"
  | "CAP_NET_BROADCAST"
  | "CAP_NET_RAW"
  | "CAP_PERFMON"
  | "CAP_SETFCAP"
  | "CAP_SETGID"
  | "CAP_SETPCAP"
  | "CAP_SETUID"
  | "CAP_SYS_ADMIN"
  | "CAP_SYS_BOOT"
  | "CAP_SYS_CHROOT"
  | "CAP_SYS_MODULE"
  | "CAP_SYS_NICE"
  | "CAP_SYS_PACCT"
  | "CAP_SYS_PTRACE"
  | "CAP_SYS_RAWIO"
  | "CAP_SYS_RESOURCE"
  | "CAP_SYS_TIME"
  | "CAP_SYS_TTY_CONFIG"
  | "CAP_SYSLOG"
  | "CAP_WAKE_ALARM"
  | "all"
  | `cap_${string}`
  | `${string},${string}`
  | `${number}`;
