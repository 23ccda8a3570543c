package io.aliasdefender.lab;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves a test class out where there is no etcd; where the laboratory is required, so is etcd. */
final class EtcdRequired implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        if (Etcd.program().isEmpty()) {
            String why = "There is no etcd on this machine: run scripts/setup, which unpacks Debian's.";
            if (Boolean.getBoolean("lab.required")) {
                fail(why);
            }
            abort(why);
        }
    }
}
