package org.glassfish.jersey.media.sse;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.WriterInterceptor;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.internal.PropertiesDelegate;
import org.glassfish.jersey.message.MessageBodyWorkers;
import org.glassfish.jersey.message.ReaderModel;
import org.glassfish.jersey.message.WriterModel;

/**
 * Gives the writer of the data at once, where an application's would look it up: a class, since a
 * proxy would be slower.
 */
final class OneWriter implements MessageBodyWorkers {

  private final MessageBodyWriter<?> writer;

  OneWriter(MessageBodyWriter<?> writer) {
    this.writer = writer;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> MessageBodyWriter<T> getMessageBodyWriter(
      Class<T> type, Type generic, Annotation[] annotations, MediaType media) {
    return (MessageBodyWriter<T>) writer;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> MessageBodyWriter<T> getMessageBodyWriter(
      Class<T> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      PropertiesDelegate properties) {
    return (MessageBodyWriter<T>) writer;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Map<MediaType, List<MessageBodyReader>> getReaders(MediaType media) {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Map<MediaType, List<MessageBodyWriter>> getWriters(MediaType media) {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public String readersToString(Map<MediaType, List<MessageBodyReader>> readers) {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public String writersToString(Map<MediaType, List<MessageBodyWriter>> writers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> MessageBodyReader<T> getMessageBodyReader(
      Class<T> type, Type generic, Annotation[] annotations, MediaType media) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> MessageBodyReader<T> getMessageBodyReader(
      Class<T> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      PropertiesDelegate properties) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<MediaType> getMessageBodyReaderMediaTypes(
      Class<?> type, Type generic, Annotation[] annotations) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<MediaType> getMessageBodyReaderMediaTypesByType(Class<?> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public List<MessageBodyReader> getMessageBodyReadersForType(Class<?> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ReaderModel> getReaderModelsForType(Class<?> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<MediaType> getMessageBodyWriterMediaTypes(
      Class<?> type, Type generic, Annotation[] annotations) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<MediaType> getMessageBodyWriterMediaTypesByType(Class<?> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public List<MessageBodyWriter> getMessageBodyWritersForType(Class<?> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<WriterModel> getWritersModelsForType(Class<?> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MediaType getMessageBodyWriterMediaType(
      Class<?> type, Type generic, Annotation[] annotations, List<MediaType> media) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object readFrom(
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      PropertiesDelegate properties,
      InputStream input,
      Iterable<ReaderInterceptor> interceptors,
      boolean translates) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OutputStream writeTo(
      Object value,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, Object> headers,
      PropertiesDelegate properties,
      OutputStream output,
      Iterable<WriterInterceptor> interceptors) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
