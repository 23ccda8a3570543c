package io.aliasdefender.config;

import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Settings;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.function.Function;

public final class ConfigVerticle extends VerticleBase {
    public ConfigVerticle(Path file, Function<KernelView, Host> host, Settings settings) {}

    public void check() {}
}
