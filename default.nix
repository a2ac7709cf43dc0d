# `nix-build`, `nix-env -i -f default.nix`: the package, by the nixpkgs of flake.lock.
{
  pkgs ? import ./nix/nixpkgs.nix { },
}:
pkgs.callPackage ./nix/package.nix { }
