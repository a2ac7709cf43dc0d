# Stand-ins for nixpkgs' packages, so that ours is built by its own phases with the compiler, Node
# and libraries of this machine. A package that is not listed below is an empty folder.
{
  lib,
  path,
  # The system that the builders run on, and the one to build for.
  builder ? builtins.currentSystem,
  system ? builder,
}:
let
  derive =
    attrs:
    derivation (
      {
        system = builder;
        builder = "/bin/bash";
        PATH = path;
      }
      // attrs
    );
  # Shaped like a package, without evaluating it.
  asPackage =
    drv:
    drv
    // {
      meta.mainProgram = drv.name;
      version = "0";
      overrideAttrs = _: asPackage drv;
    };
  # Ends with the shell's own exit: a last program that has closed its output is taken for the end
  # of the build, and killed.
  script = name: text: asPackage (derive { inherit name; args = [ "-c" "set -eu\n${text}\nexit 0" ]; });
  # Text that may name other packages, which builtins.toFile may not.
  textFile =
    text:
    derive {
      name = "text";
      inherit text;
      passAsFile = [ "text" ];
      args = [
        "-c"
        "cp $textPath $out; exit 0"
      ];
    };
  empty = name: script name "mkdir -p $out/bin";
  # What the loader of this machine finds, by the names that Nix's packages have.
  libraries = name: files: script name ''
    mkdir -p $out/lib
    for file in ${toString files}; do
      found=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p | sed -n "s|^\t$file .*=> ||p" | head -n 1)
      ln -s "$found" $out/lib/$file
    done
  '';
  mkDerivation =
    attrs:
    let
      name = attrs.name or "${attrs.pname}-${attrs.version}";
      drv = derive (
        builtins.removeAttrs attrs [ "meta" "passthru" ]
        // {
          inherit name;
          args = [ ./phases.sh ];
        }
      );
    in
    drv // { meta = attrs.meta or { }; } // attrs.passthru or { };
  callPackage = file: more:
    let make = import file; in
    make (builtins.intersectAttrs (builtins.functionArgs make) (pkgs // more));

  pkgs = {
    inherit lib callPackage;
    emptyPackage = empty;
    stdenv = {
      inherit mkDerivation;
      hostPlatform = {
        inherit system;
        isLinux = true;
        isDarwin = false;
      };
      buildPlatform.canExecute = platform: platform.system == builder;
      inherit system;
      isLinux = true;
      isDarwin = false;
      cc.cc = empty "cc";
    };
    stdenvNoCC = pkgs.stdenv;
    nodejs = script "node" ''
      mkdir -p $out/bin
      ln -s $(type -p node) $(type -p npm) $out/bin
    '';
    acl = script "acl" "mkdir -p $out/bin; ln -s /usr/bin/setfacl $out/bin";
    fluidsynth = libraries "fluidsynth" [ "libfluidsynth.so.3" ];
    libevdev = libraries "libevdev" [ "libevdev.so.2" ];
    alsa-lib = libraries "alsa-lib" [ "libasound.so.2" ];
    pipewire = libraries "pipewire" [ "libpipewire-0.3.so.0" ] // {
      jack = script "pipewire-jack" ''
        mkdir -p $out/lib
        ln -s /usr/lib/*/pipewire-0.3/jack/libjack.so.0 $out/lib
      '';
    };
    cacert = script "cacert" ''
      mkdir -p $out/etc/ssl/certs
      ln -s /etc/ssl/certs/ca-certificates.crt $out/etc/ssl/certs/ca-bundle.crt
    '';
    # What modules write with.
    writeText = name: text: script name "cp ${textFile text} $out";
    writeTextDir =
      place: text:
      script (baseNameOf place) ''
        mkdir -p $out/${dirOf place}
        cp ${textFile text} $out/${place}
      '';
    writeShellScript =
      name: text:
      script name ''
        { echo '#!/bin/bash'; cat ${textFile text}; } >$out
        chmod +x $out
      '';
    runCommand = name: _: script name;
    buildEnv =
      { name, paths, ... }:
      script name ''
        mkdir -p $out
        for path in ${toString paths}; do cp -rs --no-preserve=mode $path/. $out; done
      '';
    coreutils = script "coreutils" "mkdir -p $out/bin; ln -s /usr/bin/id $out/bin";
    systemd = script "systemd" "mkdir -p $out/bin; ln -s /usr/bin/systemctl /usr/bin/busctl $out/bin";
    soundfont-fluid = script "soundfont-fluid" ''
      mkdir -p $out/share/soundfonts
      cp ${../../dist/assets/font/built-in.sf2} $out/share/soundfonts/FluidR3_GM2-2.sf2
    '';
    # The program as it is built beside these tests; package.test.ts builds the package itself.
    fw16-synth = script "fw16-synth" ''
      mkdir -p $out/bin $out/lib/udev/rules.d $out/share/fw16-synth
      printf '#!/bin/bash\nexec node %s "$@"\n' ${toString ../../dist/program/main.js} >$out/bin/fw16-synth
      chmod +x $out/bin/fw16-synth
      cp -r ${../../monitoring} $out/share/fw16-synth/monitoring
      sed "s|/usr/bin/setfacl|${pkgs.acl}/bin/setfacl|" ${../../packaging/udev/70-fw16-synth.rules} \
        >$out/lib/udev/rules.d/70-fw16-synth.rules
    '';
    autoPatchelfHook = empty "auto-patchelf-hook";
    installShellFiles = empty "install-shell-files";
    makeBinaryWrapper = empty "make-binary-wrapper";
  };
in
pkgs
