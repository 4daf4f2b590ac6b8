# In place of Vagrant: prints as JSON what a Vagrantfile says, each word with what it was given and what is said inside it.
require "json"

class Said
  def initialize(list, path = [])
    @list = list
    @path = path
  end

  def method_missing(name, *words, **options)
    path = [*@path, name.to_s.delete_suffix("=")]
    return Said.new(@list, path) if words.empty? && !block_given?

    inside = []
    yield Said.new(inside) if block_given?
    @list << { said: path.join("."), words: words, options: options, inside: inside }
  end

  def respond_to_missing?(*) = true
end

module Vagrant
  def self.configure(_version)
    list = []
    yield Said.new(list)
    puts JSON.generate(list)
  end
end

load ARGV.fetch(0)
