package io.aliasdefender.link.protocol;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages and verifies them, by HMAC-SHA-256. One thread only. Nothing that it prints or throws has anything of
 * a key.
 */
public final class Signing {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_ID_AT = 6;

    private final List<One> keys = new ArrayList<>();
    private final List<Integer> ids;
    private final byte[] sum = new byte[32];

    private record One(int id, Mac mac) {}

    /**
     * A key.
     *
     * @param id 1 to 65,535
     * @param bytes secret
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
    public record Key(int id, byte[] bytes) {
        @Override
        public String toString() {
            return "key " + id;
        }
    }

    /** @param keys one or two; the first is preferred for signing */
    public Signing(List<Key> keys) {
        for (Key key : keys) {
            this.keys.add(new One(key.id(), mac(key.bytes())));
        }
        ids = keys.stream().map(Key::id).toList();
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("every Java has " + ALGORITHM, broken);
        }
    }

    /** The keys' numbers, the preferred one first. */
    public List<Integer> ids() {
        return ids;
    }

    /**
     * The key that the other host can verify by: the preferred one where it has that, or where it is not known what it
     * has. So a key can be exchanged on one host after the other without a message that is not believed.
     *
     * @param theirs the numbers of the keys that the other host said that it has; empty: not known
     */
    public int idFor(List<Integer> theirs) {
        for (One key : keys) {
            if (theirs.contains(key.id())) {
                return key.id();
            }
        }
        return keys.get(0).id();
    }

    /** @throws IllegalArgumentException when there is no such key */
    byte[] signed(byte[] bytes, int length, int keyId) {
        Mac mac = mac(keyId).orElseThrow(() -> new IllegalArgumentException("no key " + keyId));
        byte[] signed = Arrays.copyOf(bytes, length + Layout.SIGNATURE_BYTES);
        sum(mac, signed, length);
        System.arraycopy(sum, 0, signed, length, Layout.SIGNATURE_BYTES);
        return signed;
    }

    /** Why a datagram that has a header is not believed; empty: it is signed by one who has the key. */
    public Optional<Refusal> verify(byte[] bytes, int length) {
        Optional<Mac> mac = mac((bytes[KEY_ID_AT] & 0xff) << 8 | bytes[KEY_ID_AT + 1] & 0xff);
        if (mac.isEmpty()) {
            return Optional.of(Refusal.UNKNOWN_KEY);
        }
        int end = length - Layout.SIGNATURE_BYTES;
        sum(mac.get(), bytes, end);
        // In a time that does not tell how much of it is right.
        boolean right = MessageDigest.isEqual(
                Arrays.copyOf(sum, Layout.SIGNATURE_BYTES), Arrays.copyOfRange(bytes, end, length));
        return right ? Optional.empty() : Optional.of(Refusal.FORGED);
    }

    private Optional<Mac> mac(int keyId) {
        for (One key : keys) {
            if (key.id() == keyId) {
                return Optional.of(key.mac());
            }
        }
        return Optional.empty();
    }

    private void sum(Mac mac, byte[] bytes, int length) {
        mac.update(bytes, 0, length);
        try {
            mac.doFinal(sum, 0);
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException("32 bytes are not enough", impossible);
        }
    }
}
