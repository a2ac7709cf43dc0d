# A machine with a player, PipeWire without a sound card, and the keyboard that QEMU has. Its tone is
# pure, so that a coarse look at the sound tells the pitch.
{ pkgs, ... }:
{
  imports = [ ../../modules/nixos.nix ];

  programs.fw16-synth = {
    enable = true;
    users = [ "alice" ];
    enableRealtimeAudio = true;
    devices.allKeyboards = true;
    settings = {
      audio = {
        driver = "pipewire";
        reverb = false;
        chorus = false;
      };
      keyboard = {
        bank = 1;
        start_armed = true;
      };
    };
  };

  services.pipewire = {
    enable = true;
    pulse.enable = true;
    extraConfig.pipewire."90-test-sink"."context.objects" = [
      {
        factory = "adapter";
        args = {
          "factory.name" = "support.null-audio-sink";
          "node.name" = "test-sink";
          "media.class" = "Audio/Sink";
          "audio.position" = "FL,FR";
        };
      }
    ];
  };

  users.users = {
    alice = {
      isNormalUser = true;
      uid = 1000;
    };
    bob.isNormalUser = true;
  };
  services.getty.autologinUser = "alice";
  environment.systemPackages = [
    pkgs.acl
    pkgs.jq
    pkgs.sox
    pkgs.strace
  ];
}
