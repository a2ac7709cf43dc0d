# NixOS machines in QEMU: what a musician relies on. One of them:
#   nix build .#checks.x86_64-linux.vm-play -L
{ pkgs, home-manager }:
let
  inherit (pkgs) lib;
  scenarios = [
    "home-manager"
    "hot-plug"
    "monitoring"
    "permissions"
    "play"
    "realtime"
    "restarts"
    "upgrade"
  ];
in
lib.listToAttrs (
  map (name: {
    name = "vm-${name}";
    value = pkgs.testers.runNixOSTest (
      {
        name = "fw16-synth-${name}";
        # Without a KVM it is slow, and still true.
        defaults.virtualisation.memorySize = 1536;
      }
      // import ./${name}.nix { inherit pkgs home-manager; }
    );
  }) scenarios
)
// {
  config-error =
    let
      settings = import ../../modules/settings.nix { inherit lib pkgs; };
      package = pkgs.callPackage ../../nix/package.nix { };
    in
    pkgs.testers.testBuildFailure' {
      drv = settings.file package { audio.buffersize = 64; };
      expectedBuilderLogEntries = [
        "(audio.buffersize)"
        "fw16-synth refuses programs.fw16-synth.settings"
      ];
    };
}
