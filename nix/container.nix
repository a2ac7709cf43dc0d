# An image for Docker and Podman: the program, a SoundFont, and not even a shell.
#   nix build .#container && docker load <result
{
  dockerTools,
  fw16-synth,
  lib,
  soundfont-fluid,
  writeTextDir,
}:
dockerTools.buildLayeredImage {
  name = "fw16-synth";
  tag = fw16-synth.version;
  contents = [
    fw16-synth
    soundfont-fluid
    (writeTextDir "etc/passwd" "synthuser:x:1000:1000::/home/synthuser:/sbin/nologin\n")
    (writeTextDir "etc/group" "synthuser:x:1000:\n")
  ];
  # Docker makes what is mounted; the rest is here, so that a read-only root will do.
  extraCommands = ''
    mkdir -p opt/soundfonts opt/fw16-synth/config opt/fw16-synth/logs home/synthuser run tmp
    chmod 1777 tmp
  '';
  config = {
    Entrypoint = [ (lib.getExe fw16-synth) ];
    Cmd = [ "--production" ];
    User = "1000:1000";
    WorkingDir = "/opt/fw16-synth";
    Env = [
      "HOME=/home/synthuser"
      "XDG_RUNTIME_DIR=/tmp"
    ];
    ExposedPorts."8080/tcp" = { };
    Healthcheck = {
      Test = [
        "CMD"
        (lib.getExe fw16-synth)
        "--health-check"
      ];
      Interval = 30 * 1000000000;
      Timeout = 10 * 1000000000;
      Retries = 3;
      StartPeriod = 60 * 1000000000;
    };
  };
}
