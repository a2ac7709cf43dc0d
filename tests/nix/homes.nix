# Home Manager configurations, each to show what an option brings.
{ sampleSettings }:
let
  on = more: { programs.fw16-synth = { enable = true; } // more; };
in
{
  off.programs.fw16-synth.service.enable = true;
  bare = on { };

  # As the deployment guide prints it.
  guide =
    { pkgs, ... }:
    on {
      soundfont = "${pkgs.soundfont-fluid}/share/soundfonts/FluidR3_GM.sf2";
      audioDriver = "pipewire";
      defaultOctave = 4;
      defaultProgram = 0;
      installSoundfonts = true;
    };

  everything =
    { pkgs, ... }:
    on {
      package = pkgs.fw16-synth;
      audioDriver = "pipewire";
      defaultOctave = 4;
      defaultProgram = 0;
      extraSoundfonts = [ pkgs.soundfont-fluid ];
      service.enable = true;
      presets.F12 = { name = "Clavinet"; program = 7; octave = 3; };
      layouts.mine = { Q = "C4"; W = 62; };
      settings.velocity.source = "timing";
    };
  everySetting = on { settings = builtins.fromJSON sampleSettings; };

  withoutPackage = on { package = null; settings.audio.nonsense = 1; };
  serviceWithoutPackage = on { package = null; service.enable = true; };
  nowhere = on { presets.F0 = { name = "Far"; program = 1; }; };
  misspelt = on { layouts.mine = { QQ = "C4"; }; };
  withService = on { service.enable = true; };
}
