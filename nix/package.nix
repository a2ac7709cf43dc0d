{
  lib,
  stdenv,
  acl,
  alsa-lib,
  autoPatchelfHook,
  callPackage,
  fluidsynth,
  installShellFiles,
  libevdev,
  makeBinaryWrapper,
  nodejs,
  pipewire,
  # nixpkgs builds FluidSynth without its driver for PipeWire.
  fluidsynth-with-pipewire ? fluidsynth.overrideAttrs (old: {
    buildInputs = old.buildInputs ++ [ pipewire ];
  }),
}:
let
  nodeModules = callPackage ./node-modules.nix { inherit nodejs; };
  libraryPaths = import ./library-paths.nix {
    inherit
      lib
      libevdev
      alsa-lib
      pipewire
      ;
    fluidsynth = fluidsynth-with-pipewire;
  };
in
stdenv.mkDerivation {
  pname = "fw16-synth";
  inherit (lib.importJSON ../package.json) version;

  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [
      ../LICENSE
      ../assets
      ../monitoring
      ../native-shims
      ../package.json
      ../package-lock.json
      ../packaging
      ../src
    ];
  };

  strictDeps = true;
  nativeBuildInputs = [
    autoPatchelfHook
    installShellFiles
    makeBinaryWrapper
    nodejs
  ];
  # For autoPatchelfHook: what koffi's native part is linked against.
  buildInputs = [ (lib.getLib stdenv.cc.cc) ];

  libraryPaths = builtins.toJSON libraryPaths;
  passAsFile = [ "libraryPaths" ];

  buildPhase = ''
    runHook preBuild
    export HOME=$TMPDIR
    cp -r ${nodeModules} node_modules
    chmod -R u+w node_modules
    # The program is two bundles, and the font that is built in comes out of a third.
    patchShebangs node_modules
    make -C native-shims CC="$CC"
    npm run bundle --no-update-notifier
    node_modules/.bin/esbuild assets/font/build.ts --bundle --platform=node --format=esm \
      --outfile=dist/assets/font/build.js --log-level=warning
    node dist/assets/font/build.js
    npm prune --omit=dev --offline --ignore-scripts --no-audit --no-fund --no-update-notifier
    runHook postBuild
  '';

  installPhase = ''
    runHook preInstall

    # For another libc, sources to build from, and what only a shell or an editor reads.
    rm -rf node_modules/.bin node_modules/.package-lock.json dist/program/*.map \
      node_modules/@koromix/*/musl_* node_modules/koffi/{doc,vendor} node_modules/zod/src
    find node_modules '(' -name '*.map' -o -name '*.cc' -o -name '*.hh' -o -name '*.d.*ts' \
      -o -name '*.d.ts' ')' -delete
    find node_modules -type d -empty -delete

    program=$out/lib/fw16-synth
    mkdir -p $program
    cp -r --parents package.json node_modules dist/program dist/assets/font/built-in.sf2 \
      assets/recordings/*.{evemu,yml} native-shims/build/libfw16-shim.so $program
    cp "$libraryPathsPath" $program/library-paths.json
    makeWrapper ${lib.getExe nodejs} $out/bin/fw16-synth \
      --add-flags $program/dist/program/main.js \
      --set-default ALSA_PLUGIN_DIR ${pipewire}/lib/alsa-lib

    share=$out/share/fw16-synth
    mkdir -p $share
    cp -r monitoring packaging/logrotate $share
    install -Dm644 LICENSE $out/share/licenses/fw16-synth/LICENSE
    install -Dm644 packaging/desktop/fw16-synth.desktop -t $out/share/applications
    install -Dm644 packaging/desktop/fw16-synth.svg -t $out/share/icons/hicolor/scalable/apps
    install -Dm644 packaging/systemd/fw16-synth.service -t $out/share/systemd/user
    substituteInPlace $out/share/systemd/user/fw16-synth.service \
      --replace-fail ExecStart=fw16-synth ExecStart=$out/bin/fw16-synth
    install -Dm644 packaging/udev/70-fw16-synth.rules -t $out/lib/udev/rules.d
    substituteInPlace $out/lib/udev/rules.d/70-fw16-synth.rules \
      --replace-fail /usr/bin/setfacl ${lib.getExe' acl "setfacl"}

    installManPage packaging/man/fw16-synth.1
    for shell in bash zsh fish; do
      node dist/program/main.js completions $shell >completion.$shell
    done
    installShellCompletion --cmd fw16-synth --bash completion.bash --zsh completion.zsh \
      --fish completion.fish

    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck
    # Also opens koffi and every library once.
    $out/bin/fw16-synth soundfonts --json >/dev/null
    $out/bin/fw16-synth render $out/lib/fw16-synth/assets/recordings/demo.evemu -o $TMPDIR/demo.wav
    runHook postInstallCheck
  '';

  passthru = {
    inherit nodeModules;
    fluidsynth = fluidsynth-with-pipewire;
  };

  meta = {
    description = "Turns the keyboard of a Framework Laptop 16 into a musical instrument";
    homepage = "https://github.com/ALH477/fw16-synth";
    changelog = "https://github.com/ALH477/fw16-synth/blob/main/CHANGELOG.md";
    license = lib.licenses.mit;
    mainProgram = "fw16-synth";
    platforms = [
      "x86_64-linux"
      "aarch64-linux"
    ];
    sourceProvenance = [
      lib.sourceTypes.fromSource
      # koffi's native part.
      lib.sourceTypes.binaryNativeCode
    ];
  };
}
