# NixOS configurations, each to show what an option brings or takes away.
{ sampleSettings }:
let
  on = more: { programs.fw16-synth = { enable = true; } // more; };
  played = more: on ({ users = [ "musician" ]; } // more);
in
{
  off.programs.fw16-synth = {
    users = [ "musician" ];
    enableRealtimeAudio = true;
    lowLatency.enable = true;
    monitoring.openFirewall = true;
    devices.seat = [ "32ac:0013" ];
  };

  bare = on { };

  # As the deployment guide prints it.
  guide = {
    imports = [ (played {
      audioDriver = "pipewire";
      soundfont = "/var/lib/soundfonts/FluidR3_GM.sf2";
      enableRealtimeAudio = true;
    }) ];
    services.pipewire.enable = true;
    security.rtkit.enable = true;
    security.pam.loginLimits = [
      { domain = "@audio"; type = "-"; item = "rtprio"; value = "95"; }
      { domain = "@audio"; type = "-"; item = "memlock"; value = "unlimited"; }
    ];
  };

  everything =
    { pkgs, ... }:
    {
      imports = [ (played {
        package = pkgs.fw16-synth;
        audioDriver = "jack";
        soundfont = "${pkgs.soundfont-fluid}/share/soundfonts/FluidR3_GM.sf2";
        extraSoundfonts = [ pkgs.soundfont-fluid ];
        enableRealtimeAudio = true;
        service.enable = true;
        service.autoStart = false;
        devices = {
          framework = true;
          keyboards = [ "046d:c31c" ];
          allKeyboards = true;
          seat = [ "32ac:0013" ];
          inputGroup = true;
        };
        logging = {
          directory = "/var/log/fw16-synth";
          rotateSize = 20;
          keep = 9;
        };
        presets = {
          "13" = {
            name = "Bells";
            program = 14;
          };
          F2 = {
            name = "Clavinet";
            program = 7;
            bank = 8;
            octave = 3;
            transpose = -2;
            layout = "mine";
            velocity = 90;
            mode = "mono";
            level = 80;
            reverb = 20;
            chorus = 10;
          };
        };
        layouts.mine = { Q = "C4"; W = 62; };
        lowLatency = {
          enable = true;
          quantum = 32;
          rate = 96000;
        };
        ledMatrix = {
          enable = true;
          brightness = 40;
          show = "notes";
        };
        monitoring = {
          port = 9180;
          openFirewall = true;
          prometheus = true;
          grafana = true;
        };
        settings.http.addresses = [ "0.0.0.0" ];
      }) ];
      services.pipewire = {
        enable = true;
        jack.enable = true;
      };
      services.prometheus.enable = true;
      services.grafana.enable = true;
    };

  everySetting = played { settings = builtins.fromJSON sampleSettings; };

  withoutService = played { service.enable = false; };
  notRealtime = played { enableRealtimeAudio = false; };
  noFramework = played { devices.framework = false; };
  otherKeyboard = played {
    devices.framework = false;
    devices.keyboards = [ "046d:c31c" ];
  };
  keyboardsWithoutService = on { devices.allKeyboards = true; };
  matrix = played { ledMatrix.enable = true; };
  matrixWithoutService = on { ledMatrix.enable = true; };
  two = on { users = [ "musician" "second" ]; };
  twoLogs = on { users = [ "musician" "second" ]; logging.directory = "/var/log/fw16-synth"; };
  stranger = on { users = [ "stranger" ]; };
  inputMember.imports = [ (played { }) { users.users.musician.extraGroups = [ "input" ]; } ];
  traceable.imports = [ (played { }) { boot.kernel.sysctl."kernel.yama.ptrace_scope" = 0; } ];
  fontAtHome = played { soundfont = "/home/musician/piano.sf2"; };
  noPipeWire = played { audioDriver = "pipewire"; };
  noJack = played { audioDriver = "jack"; };
  lowWithoutPipeWire = played { lowLatency.enable = true; };
  closedBehindFirewall = played { monitoring.openFirewall = true; };
  nobodyLooks = played { monitoring.prometheus = true; monitoring.grafana = true; };
  nowhere = played {
    presets = {
      F13 = { name = "Far"; program = 1; };
      "121" = { name = "Farther"; program = 2; };
    };
  };
  rotated = played { logging = { directory = "/var/log/fw16-synth"; logrotate = true; rotateSize = 20; keep = 9; }; };
  rotatedNothing = played { logging.logrotate = true; };
  otherProgram =
    { pkgs, ... }:
    played {
      package = pkgs.runCommand "another-synth" { } ''
        mkdir -p $out/bin
        printf '#!/bin/bash\nexit 0\n' >$out/bin/another-synth
        chmod +x $out/bin/another-synth
      '';
      devices.framework = false;
      devices.allKeyboards = true;
      settings.nothing.checks = "this";
    };
  # What the user says outranks the short names.
  ownWords = played { audioDriver = "alsa"; settings.audio.driver = "file"; };
}
