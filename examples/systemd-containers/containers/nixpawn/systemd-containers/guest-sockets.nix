# Two ways into a container from its host, by sockets in its /var/lib: a login prompt for everybody
# who can reach the socket, and a plain root shell for root alone.
#   socat unix:/var/lib/nixos-containers/NAME/var/lib/login.socket -,echo=0,raw
#   echo reboot | socat unix:/var/lib/nixos-containers/NAME/var/lib/root-shell.socket -
{ pkgs, ... }:
let
  socket = description: path: mode: {
    inherit description;
    wantedBy = [ "sockets.target" ];
    socketConfig = {
      ListenStream = path;
      SocketMode = mode;
      # A service for each connection.
      Accept = true;
    };
  };
  onConnection = {
    StandardInput = "socket";
    StandardOutput = "socket";
    StandardError = "socket";
    # A shell that somebody left open does not hold up a stop.
    TimeoutStopSec = 1;
  };
in
{
  systemd.sockets.login = socket "Login prompt for the host" "/var/lib/login.socket" "0666";
  systemd.services."login@" = {
    description = "Login from the host, %i";
    environment.TERM = "linux";
    # login(1) wants a terminal.
    serviceConfig = onConnection // {
      ExecStart = "${pkgs.socat}/bin/socat -t0 - EXEC:${pkgs.shadow}/bin/login,pty,setsid,setpgid,stderr,ctty";
    };
  };

  systemd.sockets.root-shell = socket "Root shell for the host" "/var/lib/root-shell.socket" "0600";
  systemd.services."root-shell@" = {
    description = "Root shell from the host, %i";
    environment.HOME = "/root";
    # As a login shell it finds the programs of the system.
    serviceConfig = onConnection // {
      ExecStart = "${pkgs.bash}/bin/bash --login";
      WorkingDirectory = "-/root";
    };
  };
}
