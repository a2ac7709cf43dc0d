# For `imports` by path; a flake has nixosModules.default and homeModules.default.
{ imports = [ ./nixos.nix ]; }
