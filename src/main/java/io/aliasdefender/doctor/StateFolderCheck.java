package io.aliasdefender.doctor;

import io.aliasdefender.files.PathTrust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether the daemon can keep its run-time files, and nobody else can give orders by them. */
final class StateFolderCheck {
    private StateFolderCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        HostInspector inspector = facts.inspector();
        Path folder = facts.stateFolder().toAbsolutePath();
        Optional<PathTrust.Flaw> above = inspector.flaws(folder).stream()
                // The folder itself may be another user's: the daemon's. (/var/run may be a link to /run.)
                .filter(flaw -> !flaw.path().endsWith(folder.getFileName()))
                .findFirst();
        if (above.isPresent()) {
            return List.of(Diagnosis.error(
                    "the state folder " + folder + " is not safe: "
                            + above.get().path() + " " + above.get().what(),
                    above.get().remedy()));
        }
        Optional<String> permissions = inspector.permissions(folder.toString());
        if (permissions.isEmpty()) {
            return List.of(ofMissing(inspector, folder));
        }
        if (permissions.get().charAt(7) == 'w') {
            return List.of(Diagnosis.error(
                    "every user of this host can write in the state folder " + folder + ", and so give orders",
                    "chmod 0750 " + folder));
        }
        return List.of(
                inspector.writable(folder.toString())
                        ? Diagnosis.ok("the state folder " + folder + " can be written")
                        : Diagnosis.unknown(
                                "this user cannot write in the state folder " + folder
                                        + "; whether the daemon can is not known",
                                "run this as root, or as the daemon's user"));
    }

    private static Diagnosis ofMissing(HostInspector inspector, Path folder) {
        Path above = folder.getParent();
        while (above != null && inspector.permissions(above.toString()).isEmpty()) {
            above = above.getParent();
        }
        return above != null && inspector.writable(above.toString())
                ? Diagnosis.ok("the state folder " + folder + " is made when the daemon starts")
                : Diagnosis.unknown(
                        "the state folder " + folder + " is not there, and this user cannot make it",
                        "run this as root; a unit makes it by RuntimeDirectory=alias-defender");
    }
}
