package io.aliasdefender.failover;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Action;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.Report;
import io.vertx.core.Vertx;

/** Puts what was decided on the bus. */
final class Outbox {
    private final Vertx vertx;
    private long actions;

    Outbox(Vertx vertx) {
        this.vertx = vertx;
    }

    void carryOut(AliasSpec spec, Action action) {
        if (action instanceof Action.Burst burst) {
            Channels.BURST.publish(
                    vertx,
                    new BurstRequest(
                            burst.id(),
                            spec.address(),
                            spec.placement().interfaceName(),
                            burst.probes(),
                            burst.spacing(),
                            burst.hosts()));
        } else if (action instanceof Action.Announce announce) {
            Channels.ANNOUNCE.publish(vertx, announce.placement());
        } else if (action instanceof Action.Add add) {
            change(AddressAction.Kind.ADD, add.placement());
        } else if (action instanceof Action.Remove remove) {
            change(AddressAction.Kind.REMOVE, remove.placement());
        }
    }

    private void change(AddressAction.Kind kind, Placement placement) {
        Channels.ADDRESS_ACTION.publish(vertx, new AddressAction(++actions, kind, placement));
    }

    void say(AliasSpec spec, Reason reason) {
        Channels.REPORT.publish(
                vertx, Report.of(spec.address(), reason.cause().toString(), reason.level(), reason.sentence()));
    }
}
