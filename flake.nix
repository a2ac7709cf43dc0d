{
  description = "FW16 Synth, which turns the keyboard of a Framework Laptop 16 into an instrument";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
  };

  outputs =
    {
      self,
      nixpkgs,
    }:
    let
      inherit (nixpkgs) lib;
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      forEachSystem = make: lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      packages = forEachSystem (pkgs: rec {
        default = fw16-synth;
        fw16-synth = pkgs.callPackage ./nix/package.nix { };
      });

      apps = forEachSystem (pkgs: rec {
        default = fw16-synth;
        fw16-synth = {
          type = "app";
          program = lib.getExe self.packages.${pkgs.stdenv.hostPlatform.system}.default;
          meta.description = "Play";
        };
      });

      overlays.default = final: _: { fw16-synth = final.callPackage ./nix/package.nix { }; };

      devShells = forEachSystem (pkgs: {
        default = import ./shell.nix { inherit pkgs; };
      });

      formatter = forEachSystem (pkgs: pkgs.nixfmt-tree);
    };
}
