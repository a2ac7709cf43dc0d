# A NixOS and a home with the guide's configuration, as nixpkgs and Home Manager make them: options
# that one of them no longer has fail here.
{ pkgs, home-manager }:
let
  system = pkgs.nixos (
    { pkgs, ... }:
    {
      imports = [
        ../modules/default.nix
        "${home-manager}/nixos"
      ];
      boot.loader.grub.enable = false;
      fileSystems."/".device = "none";
      system.stateVersion = "26.05";
      users.users.musician.isNormalUser = true;
      services.pipewire.enable = true;
      programs.fw16-synth = {
        enable = true;
        users = [ "musician" ];
        enableRealtimeAudio = true;
        lowLatency.enable = true;
        devices.seat = [ "32ac:0013" ];
        ledMatrix.enable = true;
        logging = {
          directory = "/var/log/fw16-synth";
          logrotate = true;
        };
      };
      home-manager.users.musician = {
        imports = [ ../modules/home-manager.nix ];
        home.stateVersion = "26.05";
        programs.fw16-synth = {
          enable = true;
          installSoundfonts = true;
          presets.F2 = {
            name = "Clavinet";
            program = 7;
          };
          layouts.mine.Q = "C4";
          soundfont = "${pkgs.soundfont-fluid}/share/soundfonts/FluidR3_GM.sf2";
        };
      };
    }
  );
in
pkgs.linkFarm "fw16-synth-modules" {
  etc = system.config.system.build.etc;
  home = system.config.home-manager.users.musician.home.activationPackage;
}
