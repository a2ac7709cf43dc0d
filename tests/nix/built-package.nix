# The package by its own phases, with stand-ins for what it is built with.
{ path }:
let
  pkgs = import ./packages.nix {
    inherit path;
    lib = import ./lib.nix;
  };
in
import ../../default.nix { inherit pkgs; }
