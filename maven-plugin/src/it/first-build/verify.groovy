def log = new File(basedir, 'build.log').text
assert log.contains('[INFO] Generated 3 classes in target/generated-sources/net')
assert log.contains('[INFO] Generated 1 class in target/generated-test-sources/net')
assert log.contains('[INFO] Nothing to generate: 3 classes up to date')
assert log.contains('[INFO] Nothing to generate: 1 class up to date')
assert log.count('[INFO] Nothing to compile - all classes are up to date') == 2

def generated = new File(basedir, 'target/generated-sources/net/app')
assert new File(generated, 'digits/LeNet.java').text.startsWith('package app.digits;')
assert new File(generated, 'Parity.java').text.contains('public final class Parity implements Network')
assert new File(generated, 'ParityStep.java').exists()

def classes = new File(basedir, 'target/classes/app')
assert new File(classes, 'digits/LeNet.class').exists()
assert new File(classes, 'Main.class').bytes[6..7] == [0, 69] // class files of Java 25
assert !new File(classes, 'Fake.class').exists()
assert new File(basedir, 'target/test-classes/app/Fake.class').exists()
