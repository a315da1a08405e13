def log = new File(basedir, 'build.log').text
assert log.contains('Generated 3 classes in target/generated-sources/net')
assert log.contains('Generated 1 class in target/generated-sources/net; 1 class up to date; deleted 1 class')

def generated = new File(basedir, 'target/generated-sources/net/app')
assert new File(generated, 'User.java').text.contains('f32[16, 4]')
assert new File(generated, 'Plain.java').exists()
assert !new File(generated, 'Gone.java').exists()
assert !new File(basedir, 'target/classes/app/Gone.class').exists()
