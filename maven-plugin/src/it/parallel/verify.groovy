def log = new File(basedir, 'build.log').text
assert log.contains('Using the MultiThreadedBuilder implementation with a thread count of 2')
assert !log.contains('not marked @threadSafe')
assert ['a', 'b', 'c'].every {
  new File(basedir, it + '/target/classes/app/' + it + '/' + it.toUpperCase() + '.class').exists()
}
