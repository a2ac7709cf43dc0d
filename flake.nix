{
  description = "FW16 Synth, which turns the keyboard of a Framework Laptop 16 into an instrument";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
    # For the checks alone: the module needs no input.
    home-manager = {
      url = "github:nix-community/home-manager/release-26.05";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs =
    {
      self,
      nixpkgs,
      home-manager,
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
        container = pkgs.callPackage ./nix/container.nix { inherit fw16-synth; };
        docs = pkgs.callPackage ./nix/docs.nix { inherit fw16-synth; };
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

      nixosModules = {
        default.imports = [ ./modules/nixos.nix ];
        fw16-synth.imports = [ ./modules/nixos.nix ];
      };
      homeModules = {
        default.imports = [ ./modules/home-manager.nix ];
        fw16-synth.imports = [ ./modules/home-manager.nix ];
      };
      # What Home Manager's users looked for before there was the name above.
      homeManagerModules = self.homeModules;

      checks = forEachSystem (pkgs: import ./nix/checks.nix { inherit self pkgs home-manager; });

      devShells = forEachSystem (pkgs: {
        default = import ./shell.nix { inherit pkgs; };
      });

      formatter = forEachSystem (pkgs: pkgs.nixfmt-tree);
    };
}
