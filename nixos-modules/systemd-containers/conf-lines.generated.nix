# Generated from src/containers/table/ by `npm run generate`. Do not edit.
[
  {
    key = "SYSTEM_PATH";
    option = "path";
    form = "own";
    ofPair = false;
    ofEachPair = false;
    atStart = false;
  }
  {
    key = "FLAKE";
    option = "flake";
    form = "own";
    ofPair = false;
    ofEachPair = false;
    atStart = false;
  }
  {
    key = "COPY_RESOLV_CONF";
    option = "copyResolvConf";
    form = "switch";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "PRIVATE_NETWORK";
    option = "privateNetwork";
    form = "flag";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "HOST_BRIDGE";
    option = "hostBridge";
    form = "text";
    ofPair = true;
    ofEachPair = true;
    atStart = true;
  }
  {
    key = "HOST_PORT";
    option = "forwardPorts";
    form = "own";
    ofPair = true;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "HOST_ADDRESS";
    option = "hostAddress";
    form = "text";
    ofPair = true;
    ofEachPair = true;
    atStart = true;
  }
  {
    key = "HOST_ADDRESS6";
    option = "hostAddress6";
    form = "text";
    ofPair = true;
    ofEachPair = true;
    atStart = true;
  }
  {
    key = "LOCAL_ADDRESS";
    option = "localAddress";
    form = "text";
    ofPair = true;
    ofEachPair = true;
    atStart = true;
  }
  {
    key = "LOCAL_ADDRESS6";
    option = "localAddress6";
    form = "text";
    ofPair = true;
    ofEachPair = true;
    atStart = true;
  }
  {
    key = "LOCAL_MAC_ADDRESS";
    option = "localMacAddress";
    form = "text";
    ofPair = true;
    ofEachPair = true;
    atStart = true;
  }
  {
    key = "HOST_INTERFACE";
    option = "hostInterface";
    form = "own";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "EXTRA_VETHS";
    option = "extraVeths";
    form = "own";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "NETWORK_NAMESPACE_PATH";
    option = "networkNamespace";
    form = "text";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "PRIVATE_USERS";
    option = "privateUsers";
    form = "always";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "INTERFACES";
    option = "interfaces";
    form = "plain words";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "MACVLANS";
    option = "macvlans";
    form = "plain words";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "AUTO_START";
    option = "autoStart";
    form = "flag";
    ofPair = false;
    ofEachPair = false;
    atStart = false;
  }
  {
    key = "EPHEMERAL";
    option = "ephemeral";
    form = "flag";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "TMPFS";
    option = "tmpfs";
    form = "words";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "BIND";
    option = "bindMounts";
    form = "own";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "BIND_RO";
    option = "bindMounts";
    form = "own";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "CAPABILITIES";
    option = "additionalCapabilities";
    form = "own";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
  {
    key = "EXTRA_NSPAWN_FLAGS";
    option = "extraFlags";
    form = "plain words";
    ofPair = false;
    ofEachPair = false;
    atStart = true;
  }
]
