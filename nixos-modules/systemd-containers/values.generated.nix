# Generated from schemas/container.schema.json by `npm run generate`. Do not edit.
{
  absolutePath = {
    description = "an absolute path";
    pattern = "/.*";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  bindSource = {
    description = "an absolute path, `+` and a path in the container's own root, or an empty text for a new folder";
    pattern = "([+]?/.*)?";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  capability = {
    description = "a capability of capabilities(7), such as CAP_NET_ADMIN, its number, or several joined by commas";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  capabilityName = {
    description = "a capability of capabilities(7), such as CAP_NET_ADMIN, its number, or several joined by commas";
    refusedPatterns = [ ];
    refusedValues = [ ];
    values = [
      "CAP_AUDIT_CONTROL"
      "CAP_AUDIT_READ"
      "CAP_AUDIT_WRITE"
      "CAP_BLOCK_SUSPEND"
      "CAP_BPF"
      "CAP_CHECKPOINT_RESTORE"
      "CAP_CHOWN"
      "CAP_DAC_OVERRIDE"
      "CAP_DAC_READ_SEARCH"
      "CAP_FOWNER"
      "CAP_FSETID"
      "CAP_IPC_LOCK"
      "CAP_IPC_OWNER"
      "CAP_KILL"
      "CAP_LEASE"
      "CAP_LINUX_IMMUTABLE"
      "CAP_MAC_ADMIN"
      "CAP_MAC_OVERRIDE"
      "CAP_MKNOD"
      "CAP_NET_ADMIN"
      "CAP_NET_BIND_SERVICE"
      "CAP_NET_BROADCAST"
      "CAP_NET_RAW"
      "CAP_PERFMON"
      "CAP_SETFCAP"
      "CAP_SETGID"
      "CAP_SETPCAP"
      "CAP_SETUID"
      "CAP_SYS_ADMIN"
      "CAP_SYS_BOOT"
      "CAP_SYS_CHROOT"
      "CAP_SYS_MODULE"
      "CAP_SYS_NICE"
      "CAP_SYS_PACCT"
      "CAP_SYS_PTRACE"
      "CAP_SYS_RAWIO"
      "CAP_SYS_RESOURCE"
      "CAP_SYS_TIME"
      "CAP_SYS_TTY_CONFIG"
      "CAP_SYSLOG"
      "CAP_WAKE_ALARM"
      "all"
    ];
  };
  deviceModifier = {
    description = "a combination of r, w and m; all three when it is empty";
    pattern = "[rwm]*";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  deviceNode = {
    description = "a device node such as /dev/fuse, or a group such as char-pts";
    pattern = "(/dev/|/run/systemd/inaccessible/|char-|block-)([!#$&(-Z^-~]|\\[|])+";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  interfaceName = {
    description = "the name of a network interface: 1 to 15 characters, no blank, slash, colon or percent sign, not digits alone";
    pattern = "([!#$&-.0-9;-Z^-~]|\\[|]){1,15}";
    refusedPatterns = [ "[0-9]+" ];
    refusedValues = [
      "."
      ".."
      "all"
      "default"
    ];
  };
  interfacePair = {
    description = "the name of a network interface, or HOST:NAME: each 1 to 15 characters, no blank, slash or percent sign, not digits alone";
    pattern = "([!#$&-.0-9;-Z^-~]|\\[|]){1,15}(:(([!#$&-.0-9;-Z^-~]|\\[|]){1,15})?)?";
    refusedPatterns = [
      "([0-9]+|[.]|[.][.]|all|default)(:.*)?"
      "[^:]*:([0-9]+|[.]|[.][.]|all|default)"
    ];
    refusedValues = [ ];
  };
  ipv4 = {
    description = "an IPv4 address";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  ipv4Prefix = {
    description = "an IPv4 address, with or without a prefix length";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  ipv6 = {
    description = "an IPv6 address";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  ipv6Prefix = {
    description = "an IPv6 address, with or without a prefix length";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  macAddress = {
    description = "a MAC address of one interface, such as de:b7:73:01:10:90: the second digit even, not all zero";
    pattern = "[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}";
    refusedPatterns = [ ];
    refusedValues = [ "00:00:00:00:00:00" ];
  };
  resourceSetting = {
    description = "one of the settings of systemd.resource-control(5), such as MemoryMax";
    refusedPatterns = [ ];
    refusedValues = [ ];
    values = [
      "AllowedCPUs"
      "AllowedMemoryNodes"
      "CPUQuota"
      "CPUQuotaPeriodSec"
      "CPUWeight"
      "IODeviceLatencyTargetSec"
      "IODeviceWeight"
      "IOReadBandwidthMax"
      "IOReadIOPSMax"
      "IOWeight"
      "IOWriteBandwidthMax"
      "IOWriteIOPSMax"
      "IPAddressAllow"
      "IPAddressDeny"
      "ManagedOOMMemoryPressure"
      "ManagedOOMMemoryPressureLimit"
      "ManagedOOMPreference"
      "ManagedOOMSwap"
      "MemoryHigh"
      "MemoryLow"
      "MemoryMax"
      "MemoryMin"
      "MemorySwapMax"
      "MemoryZSwapMax"
      "StartupAllowedCPUs"
      "StartupAllowedMemoryNodes"
      "StartupCPUWeight"
      "StartupIOWeight"
      "StartupMemoryHigh"
      "StartupMemoryLow"
      "StartupMemoryMax"
      "StartupMemorySwapMax"
      "TasksMax"
    ];
  };
  resourceText = {
    description = "a text on one line, as systemd.resource-control(5) has it";
    pattern = "[A-Za-z0-9%,./:@_+~-]+( [A-Za-z0-9%,./:@_+~-]+)*";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  timeSpan = {
    description = "a time span of systemd.time(7), such as 90s or 5min 20s";
    pattern = "[ \t]*(infinity|\\+?([0-9]+(\\.[0-9]+)?|\\.[0-9]+)(([ \t]*(usec|us|µs|μs|msec|ms|seconds?|sec|s|minutes?|min|months?|M|m|hours?|hr|h|days?|d|weeks?|w|years?|y)[ \t]*\\+?|[ \t]+\\+?|\\+)([0-9]+(\\.[0-9]+)?|\\.[0-9]+))*([ \t]*(usec|us|µs|μs|msec|ms|seconds?|sec|s|minutes?|min|months?|M|m|hours?|hr|h|days?|d|weeks?|w|years?|y))?)[ \t]*";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
  tmpfs = {
    description = "PATH or PATH:OPTIONS, as systemd-nspawn's --tmpfs= takes it";
    pattern = "/[^:]*(:.*)?";
    refusedPatterns = [ ];
    refusedValues = [ ];
  };
}
