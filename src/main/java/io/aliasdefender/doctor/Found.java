package io.aliasdefender.doctor;

/**
 * One finding with where it belongs.
 *
 * @param check the check's short name, the same in every version
 */
public record Found(Topic topic, String check, Diagnosis diagnosis) {
    public Level level() {
        return diagnosis.level();
    }
}
