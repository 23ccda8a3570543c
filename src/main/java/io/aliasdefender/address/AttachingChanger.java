package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import java.util.List;

/** Changes routes and rules along with the addresses that they move with: removed before, added after. */
final class AttachingChanger extends ChangerAround {
    private final AttachedRoutes routes;

    AttachingChanger(AddressChanger changer, AttachedRoutes routes) {
        super(changer);
        this.routes = routes;
    }

    @Override
    public List<AddressApplied> apply(List<AddressAction> actions) throws InterruptedException {
        if (!routes.any()) {
            return changer.apply(actions);
        }
        actions.stream()
                .filter(action -> action.kind() == Kind.REMOVE)
                .forEach(action -> routes.removing(action.placement()));
        List<AddressApplied> applied = changer.apply(actions);
        applied.stream()
                .filter(one -> one.action().kind() == Kind.ADD && one.result() instanceof CommandResult.Done)
                .forEach(one -> routes.added(one.action().placement()));
        return applied;
    }
}
