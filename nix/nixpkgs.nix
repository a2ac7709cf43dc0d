# The nixpkgs that flake.lock pins, for whoever uses no flakes.
let
  inherit ((builtins.fromJSON (builtins.readFile ../flake.lock)).nodes.nixpkgs) locked;
in
import (fetchTarball {
  url = "https://github.com/${locked.owner}/${locked.repo}/archive/${locked.rev}.tar.gz";
  sha256 = locked.narHash;
})
