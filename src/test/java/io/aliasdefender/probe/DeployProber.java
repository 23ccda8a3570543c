package io.aliasdefender.probe;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.clock.PauseGuard;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;

/** Deploys the prober and prints how that went: run by {@link SteadyProbeIT} with fewer privileges than its own. */
final class DeployProber {
    private DeployProber() {}

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        ByReference.register(vertx);
        String result = vertx.deployVerticle(new ProbeVerticle(new PauseGuard()))
                .map("deployed")
                .otherwise(Throwable::getMessage)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        System.out.println("RESULT " + result);
        vertx.close();
    }
}
