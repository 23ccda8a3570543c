package io.aliasdefender.address;

/** Does more than another changer for the same changes. */
abstract class ChangerAround implements AddressChanger {
    final AddressChanger changer;

    ChangerAround(AddressChanger changer) {
        this.changer = changer;
    }

    @Override
    public final String name() {
        return changer.name();
    }

    @Override
    public final boolean rehearse() throws Exception {
        return changer.rehearse();
    }

    @Override
    public final void close() {
        changer.close();
    }
}
