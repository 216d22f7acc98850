{ pkgs, ... }:
{
  services.nginx = {
    enable = true;
    virtualHosts.localhost.root = pkgs.writeTextDir "index.html" "hello from web";
  };
}
