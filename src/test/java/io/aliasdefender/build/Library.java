package io.aliasdefender.build;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A library in a version, as Maven names it. */
record Library(String group, String artifact, String version) {
    /** .../repository/GROUP/BY/PARTS/ARTIFACT/VERSION/ARTIFACT-VERSION[-CLASSIFIER].jar */
    private static final Pattern IN_REPOSITORY = Pattern.compile(
            ".*/repository/(?<group>.+)/(?<artifact>[^/]+)/(?<version>[^/]+)/\\k<artifact>-[^/]+\\.jar");

    /** The libraries of this program and of its tests, those that others bring along included. */
    static List<Library> onClassPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .map(Library::of)
                .flatMap(Optional::stream)
                .toList();
    }

    static Optional<Library> of(String path) {
        Matcher matcher = IN_REPOSITORY.matcher(path);
        return matcher.matches()
                ? Optional.of(new Library(
                        matcher.group("group").replace('/', '.'), matcher.group("artifact"), matcher.group("version")))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version;
    }
}
